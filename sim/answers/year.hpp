#pragma once

#include "sim/answers/transfer_rows.hpp"
#include "sim/core/parallel.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace hacthanh::answers {

/// One hour of a year: which tables carry it, with what weight, and its emission over the reference.
struct YearHour {
    std::vector<std::pair<std::size_t, double>> tables;  ///< empty = no weather: the hour has no value
    double emission_factor = 1;                          ///< >= 0
};

/// What tables give for some states of emission (say, one of each species): one product per table.
struct TableProducts {
    std::size_t n_receptors = 0;
    std::size_t n_states = 0;
    std::vector<std::vector<float>> of_tables;  ///< [table][receptor][state], kg/m3
};

/// @param tables    of the same receptors and sources
/// @param emission  [source][state], kg/s
TableProducts products_of_tables(std::span<TransferRows const> tables, std::span<float const> emission,
                                 std::size_t n_states, Parallel const& parallel);

/// Concentrations of every hour in order [kg/m3], [receptor][hour], NaN where an hour has no value:
/// c_rh = f_h sum_t w_ht c_tr. All roads share an hour's factor, so that a table is multiplied once, not every hour.
/// Memory: 4 bytes per receptor and hour. The same bits for any number of threads.
std::vector<float> hours_of_year(TableProducts const& products, std::size_t state, std::span<YearHour const> hours,
                                 Parallel const& parallel);

/// The tables around a wind direction and their weights: linear in the angle between the two neighbours.
/// @param from_deg  of the tables, ascending, 0..360, at least one  @param wanted_deg  0..360
std::vector<std::pair<std::size_t, double>> around(std::span<double const> from_deg, double wanted_deg);

/// How often a limit may be exceeded in a year, and what share of an averaging time must have values.
struct YearRules {
    std::size_t hours_above = 18;
    std::size_t days_above = 35;
    double least_coverage = 0.9;
};

/// What a year was at one place, in the unit of its hours; NaN where there are too few values.
struct YearStatistics {
    double mean = 0;
    double highest_hour = 0;
    double hour_after_exceedances = 0;  ///< the highest but hours_above: held against an hourly limit
    double highest_day = 0;             ///< of means of days
    double day_after_exceedances = 0;   ///< the highest but days_above
    double highest_8_hours = 0;         ///< of means of 8 hours, moving by the hour
    double coverage = 0;                ///< share of hours with values
};

/// @param hours  in order from the midnight of a day on, NaN = no value. Cost O(hours).
YearStatistics year_statistics(std::span<float const> hours, YearRules const& rules);

}  // namespace hacthanh::answers
