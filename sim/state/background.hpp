#pragma once

#include "sim/state/concentration_field.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::state {

/// Where background air is found: outside of the city, where the wind comes from, away from the streets of the city,
/// an estimate for the region, a regional model's, or at a station inside the domain.
inline constexpr std::array<std::string_view, 6> background_kinds = {"rural",    "upwind",         "urban",
                                                                     "regional", "regional_model", "in_domain"};

/// A station inside the domain has the domain's traffic in it: as a background it is counted twice.
inline constexpr std::string_view double_counting_kind = "in_domain";

/// Hourly (or other) concentrations of the air around the city, as read.
struct BackgroundSeries {
    /// Values from a moment on, until the next row.
    struct Row {
        double time_utc_s = 0;                             ///< seconds since 1970-01-01 00:00 UTC
        std::size_t line = 0;                              ///< in its file, for messages
        std::vector<std::optional<double>> concentration;  ///< per column [kg/m3]; nothing = missing
    };
    std::string file;
    std::vector<std::string> species;  ///< of the columns
    std::vector<Row> rows;             ///< in order of time
};

/// The air that the city's traffic is added to, the same everywhere.
struct Background {
    std::string kind;       ///< one of background_kinds; empty when no species has a background
    std::string source;     ///< where the numbers come from, in words
    std::string source_vi;  ///< Vietnamese
    /// Per species [kg/m3], mean over the run; nothing = not known, taken as 0.
    std::vector<std::optional<double>> concentration;
    std::vector<double> begin_s;                ///< traffic clock of each change; empty = constant
    std::vector<std::vector<double>> changing;  ///< [change][species] [kg/m3], from begin_s on

    /// Mean of inflow() over a span of the traffic clock. Precondition: to_s > from_s.
    InflowConcentration mean(double from_s, double to_s) const {
        InflowConcentration air(concentration.size(), 0.0);
        for (double at = from_s; at < to_s;) {
            auto const next = std::upper_bound(begin_s.begin(), begin_s.end(), at);
            double const until = next == begin_s.end() ? to_s : std::min(*next, to_s);
            auto const now = inflow(at);
            for (std::size_t s = 0; s < air.size(); ++s) air[s] += now[s] * (until - at) / (to_s - from_s);
            at = until;
        }
        return air;
    }

    /// Per species, whether its background is known.
    std::vector<bool> known() const {
        std::vector<bool> all;
        for (auto const& value : concentration) all.push_back(value.has_value());
        return all;
    }

    bool counted_twice() const { return kind == double_counting_kind; }

    /// What enters through open sides at a moment of the traffic clock; 0 for species without a background.
    InflowConcentration inflow(double time_s = 0) const {
        if (!begin_s.empty()) {
            auto const next = std::upper_bound(begin_s.begin(), begin_s.end(), time_s);
            return changing[static_cast<std::size_t>(next == begin_s.begin() ? 0 : next - begin_s.begin() - 1)];
        }
        InflowConcentration air;
        air.reserve(concentration.size());
        for (auto const& value : concentration) air.push_back(value.value_or(0.0));
        return air;
    }
};

}  // namespace hacthanh::state
