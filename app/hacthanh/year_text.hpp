#pragma once

#include "app/hacthanh/year_arguments.hpp"
#include "app/hacthanh/year_tables.hpp"
#include "sim/answers/year.hpp"

#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What a year was at a place: the statistics, and of particles the highest NowCast.
struct PlaceYear {
    answers::YearStatistics statistics;
    double highest_nowcast = std::numeric_limits<double>::quiet_NaN();
};

/// The statistics' mean over places and highest place. @param particles  with the NowCast
nlohmann::ordered_json year_facts(std::vector<PlaceYear> const& found, bool particles);

/// The lowest and highest of every statistic over years: {species: {statistic: {which: [low, high]}}}.
nlohmann::ordered_json range_of(nlohmann::ordered_json const& years);

/// The first line of the places' table.
inline constexpr char const* place_columns =
    "year,species,x_m,y_m,annual_mean,highest_hour,hour_after_18_exceedances,highest_day,day_after_35_exceedances,"
    "highest_8_hours,highest_nowcast\n";

/// One line per place.
std::string place_rows(int year, std::string const& species, YearTables const& tables,
                       std::vector<PlaceYear> const& found);

/// Writes every hour at every place, one row an hour in local time; empty where an hour has no weather.
void write_series(std::filesystem::path const& file, YearTables const& tables, std::vector<float> const& hours,
                  int year);

/// Prints the document for people.
void say_year(nlohmann::ordered_json const& document, YearArguments const& arguments);

}  // namespace hacthanh::app
