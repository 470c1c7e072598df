#pragma once

#include "sim/core/language.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace hacthanh::impact {

/// Over what time a concentration is averaged. A limit or a function holds for a statistic of its own averaging time
/// and for no other.
enum class Averaging { hour, hours_8, day, year };

inline constexpr std::array all_averagings = {Averaging::hour, Averaging::hours_8, Averaging::day, Averaging::year};
inline constexpr std::size_t n_averagings = all_averagings.size();

/// A mean stands for its averaging time when values cover this share of it; as for monitors (sim/evaluation).
inline constexpr double least_coverage = 0.9;

/// Length of the averaging time [s]; a year has 365 days.
constexpr double seconds_of(Averaging averaging) {
    constexpr std::array<double, n_averagings> lengths = {3600, 8 * 3600, 24 * 3600, 365.0 * 24 * 3600};
    return lengths[static_cast<std::size_t>(averaging)];
}

/// "1h", "8h", "24h", "year": as in the tables of rules.
constexpr std::string_view code(Averaging averaging) {
    constexpr std::array<std::string_view, n_averagings> codes = {"1h", "8h", "24h", "year"};
    return codes[static_cast<std::size_t>(averaging)];
}

/// The averaging time with this code, or nothing.
constexpr std::optional<Averaging> find_averaging(std::string_view text) {
    for (Averaging averaging : all_averagings)
        if (code(averaging) == text) return averaging;
    return std::nullopt;
}

/// "hourly mean", "annual mean"…
Text name(Averaging averaging);

}  // namespace hacthanh::impact
