#pragma once

#include "sim/scenario/option_table.hpp"

namespace hacthanh::scenario::detail {

/// @name Rules of one value. The words say what the function tests.
/// @{
OptionRule anything();
OptionRule above(double limit);                        ///< > limit
OptionRule at_least(double limit);                     ///< >= limit
OptionRule between(double lowest, double highest);     ///< both included
OptionRule above_up_to(double limit, double highest);  ///< (limit, highest]
OptionRule at_least_below(double limit, double top);   ///< [limit, top)
OptionRule one_of(std::vector<std::string> words);     ///< one of the words, or empty for "not given"
OptionRule above_below(double limit, double top);      ///< (limit, top)
OptionRule away_from_zero(double smallest);            ///< |value| >= smallest
OptionRule extent_order();                             ///< [x_min, y_min, x_max, y_max]
OptionRule species_names();                            ///< known, at least one, none twice
OptionRule calendar_date();                            ///< YYYY-MM-DD, 1900 to 2200
OptionRule utc_offset();                               ///< -12:00 to +14:00
OptionRule clock_time();                               ///< 00:00 to 23:59
/// @}

}  // namespace hacthanh::scenario::detail
