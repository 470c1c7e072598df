#pragma once
/// Numbers with a unit in their type, for interfaces. Kernels take the raw number with `.value()`.
/// A quantity is a label, not an algebra library: only the same unit adds and compares.

#include <compare>

namespace hacthanh {

/// A number with a unit. @tparam Unit  a tag type
template <class Unit>
class Quantity {
public:
    constexpr Quantity() = default;
    explicit constexpr Quantity(double value) : value_(value) {}

    constexpr double value() const { return value_; }

    friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
    friend constexpr Quantity operator*(double factor, Quantity a) { return Quantity(factor * a.value_); }
    friend constexpr auto operator<=>(Quantity, Quantity) = default;

private:
    double value_ = 0;
};

using Metres = Quantity<struct MetreUnit>;
using Seconds = Quantity<struct SecondUnit>;
using MetresPerSecond = Quantity<struct MetrePerSecondUnit>;
using Kilograms = Quantity<struct KilogramUnit>;

}  // namespace hacthanh
