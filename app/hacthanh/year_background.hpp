#pragma once

#include "app/hacthanh/year_arguments.hpp"
#include "app/hacthanh/year_tables.hpp"
#include "sim/state/background.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// The air around the city in every hour of years: a file hour by hour, else constants, else 0.
class YearBackground {
public:
    /// Throws InputError when the file cannot be read, when a constant is of no species that is asked for, and when NO2
    /// is to be formed without NOx, NO2 and O3 outside.
    YearBackground(YearArguments const& arguments, std::vector<YearSpecies> const& species);

    /// Of each of n_hours [ug/m3]. A value of the file holds until the next one, a missing one is replaced by the one
    /// before for up to three hours, as in runs; NaN beyond.
    std::vector<double> hours(std::string const& species, double begin_utc_s, std::size_t n_hours) const;

private:
    std::map<std::string, double> constants_;
    std::optional<state::BackgroundSeries> series_;
};

}  // namespace hacthanh::app
