#pragma once

#include "sim/core/contracts.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace hacthanh {

/// An index into one kind of thing. Ids of different kinds do not mix, and "none" is a state, not -1.
///
/// @tparam Kind  a tag type, e.g. `struct EdgeTag`
template <class Kind>
class Id {
public:
    using value_type = std::uint32_t;

    constexpr Id() = default;
    explicit constexpr Id(value_type value) : value_(value) {}

    /// True when the id names something.
    explicit constexpr operator bool() const { return value_ != unset; }

    /// The index. Precondition: the id is set.
    constexpr value_type value() const {
        HACTHANH_EXPECT(value_ != unset);
        return value_;
    }

    /// The stored number, `unset` included; for files and shared memory only.
    constexpr value_type raw() const { return value_; }

    friend constexpr auto operator<=>(Id, Id) = default;

    static constexpr value_type unset = std::numeric_limits<value_type>::max();

private:
    value_type value_ = unset;
};

using EdgeId = Id<struct EdgeTag>;
using VehicleTypeId = Id<struct VehicleTypeTag>;

}  // namespace hacthanh

template <class Kind>
struct std::hash<hacthanh::Id<Kind>> {
    std::size_t operator()(hacthanh::Id<Kind> id) const noexcept { return std::hash<std::uint32_t>()(id.raw()); }
};
