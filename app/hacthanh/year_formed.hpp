#pragma once

#include "app/hacthanh/year_background.hpp"
#include "app/hacthanh/year_hours.hpp"
#include "app/hacthanh/year_tables.hpp"
#include "sim/answers/year.hpp"
#include "sim/chemistry/rates.hpp"
#include "sim/core/parallel.hpp"

#include <string>
#include <vector>

namespace hacthanh::app {

/// How fast NO, NO2 and ozone react in each hour: temperature, cloud and radiation as observed, each kept until the
/// next observation, else those of the arguments; the sun in the middle of the hour. Throws InputError when radiation
/// is not observed and the place is not known.
std::vector<chemistry::Rates> rates_of_hours(YearArguments const& arguments, YearOfHours const& year);

/// NO, NO2 and ozone of the hours of a year, formed after the products (chemistry::formed).
class FormedYear {
public:
    /// Precondition: the tables can form NO2 (year_species). They must outlive this.
    FormedYear(YearTables const& tables, Parallel const& parallel);

    /// Of one species, background included [ug/m3], [receptor][hour]; NaN where an hour has no weather or background.
    ///
    /// NOx, its primary part and its age go from table to table as answers::hours_of_year() does it; ages with 1/U once
    /// more. The same bits for any number of threads. Cost: about 0.2 us a receptor and hour.
    std::vector<float> hours(std::string const& species, YearOfHours const& year,
                             std::vector<chemistry::Rates> const& rates, YearBackground const& background) const;

private:
    YearTables const& tables_;
    Parallel const& parallel_;
    answers::TableProducts air_;   ///< states: NOx, and what of it left the exhausts as NO2
    answers::TableProducts aged_;  ///< NOx times its age
};

}  // namespace hacthanh::app
