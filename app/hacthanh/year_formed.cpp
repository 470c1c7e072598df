#include "app/hacthanh/year_formed.hpp"

#include "app/hacthanh/formed_air.hpp"
#include "sim/core/constants.hpp"
#include "sim/core/error.hpp"
#include "sim/weather/solar.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

namespace hacthanh::app {
namespace {

constexpr double ug_of_kg = 1e9;
constexpr double zero_celsius = 273.15;
constexpr std::size_t rows_at_once = 16;

double of(std::string const& species, FormedAir const& air) {
    return species == name(Pollutant::no) ? air.no : species == name(Pollutant::no2) ? air.no2 : air.o3;
}

}  // namespace

std::vector<chemistry::Rates> rates_of_hours(YearArguments const& arguments, YearOfHours const& year) {
    auto const latitude = arguments.latitude_deg ? arguments.latitude_deg : year.record.latitude_deg;
    auto const longitude = arguments.longitude_deg ? arguments.longitude_deg : year.record.longitude_deg;
    double temperature = arguments.temperature_c + zero_celsius, cloud = arguments.cloud_cover;
    std::vector<chemistry::Rates> rates;
    std::size_t next = 0;
    auto const& observations = year.record.observations;
    for (std::size_t h = 0; h < year.hours.size(); ++h) {
        double const end = year.begin_utc_s + static_cast<double>(h + 1) * constants::seconds_per_hour;
        std::optional<double> radiation;
        for (; next < observations.size() && observations[next].time_utc_s < end; ++next) {
            temperature = observations[next].temperature.value_or(temperature);
            cloud = observations[next].cloud_cover.value_or(cloud);
            radiation = observations[next].global_radiation;
        }
        if (!radiation) {
            validate(latitude && longitude, "--latitude",
                     "NO2 and O3 react in sunlight, which needs the place, and the weather file has none",
                     "give --latitude and --longitude (Thanh Hoá is at 19.8, 105.8)");
            double const middle = end - constants::seconds_per_hour / 2;
            radiation = weather::global_radiation(weather::solar_elevation_deg(middle, *latitude, *longitude), cloud);
        }
        rates.push_back(chemistry::rates_of(temperature, *radiation));
    }
    return rates;
}

FormedYear::FormedYear(YearTables const& tables, Parallel const& parallel) : tables_(tables), parallel_(parallel) {
    auto const nox = tables.places.rows.reference, no2 = emission_of(tables.places, Pollutant::no2);
    std::vector<float> both, alone(nox.begin(), nox.end());
    for (std::size_t s = 0; s < nox.size(); ++s) {
        both.push_back(static_cast<float>(nox[s]));
        both.push_back(static_cast<float>(no2[s]));
    }
    air_ = answers::products_of_tables(tables.rows, both, 2, parallel);
    aged_ = answers::products_of_tables(tables.aged, alone, 1, parallel);
}

std::vector<float> FormedYear::hours(std::string const& species, YearOfHours const& year,
                                     std::vector<chemistry::Rates> const& rates,
                                     YearBackground const& background) const {
    std::size_t const n = year.hours.size();
    auto const outside = [&](char const* name) { return background.hours(name, year.begin_utc_s, n); };
    auto const nox = outside("NOx"), no2 = outside("NO2"), o3 = outside("O3");
    for (std::size_t h = 0; h < n; ++h)
        validate(!(no2[h] > nox[h]), "--background",
                 fmt::format("in hour {} of the year NO2 is {:g} and NOx, which counts NO and NO2 as NO2, {:g} ug/m3",
                             h, no2[h], nox[h]),
                 "check units and columns");
    std::vector<float> formed(air_.n_receptors * n, std::numeric_limits<float>::quiet_NaN());
    parallel_.for_blocks(air_.n_receptors, rows_at_once, [&](std::size_t first, std::size_t last) {
        for (std::size_t r = first; r < last; ++r)
            for (std::size_t h = 0; h < n; ++h) {
                auto const& [tables, factor] = year.hours[h];
                if (tables.empty() || std::isnan(nox[h] + no2[h] + o3[h])) continue;
                PlaceProducts place;
                for (auto const& [t, weight] : tables) {
                    auto const& air = air_.of_tables[t];
                    place.nox += factor * weight * static_cast<double>(air[2 * r]);
                    place.no2 += factor * weight * static_cast<double>(air[2 * r + 1]);
                    place.aged += factor * weight * tables_.winds[t].speed_m_s / year.wind_m_s[h] *
                                  static_cast<double>(aged_.of_tables[t][r]);
                    place.inflow_age += weight * tables_.inflow[t][r];
                }
                auto const air = aged_air(place, background_of(nox[h] / ug_of_kg, no2[h] / ug_of_kg, o3[h] / ug_of_kg));
                formed[r * n + h] = static_cast<float>(ug_of_kg * of(species, in_kg(chemistry::formed(air, rates[h]))));
            }
    });
    return formed;
}

}  // namespace hacthanh::app
