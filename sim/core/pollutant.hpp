#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace hacthanh {

/// What a vehicle gives off and the air carries, in the order of every per-pollutant array. The names are the ones
/// used in scenario files, result files and reports.
///
/// The first six are what a traffic simulation reports: PM is SUMO's PMx (exhaust, and in HBEFA4 abrasion too),
/// NOx is counted as NO2, fuel is the mass of fuel burnt, carried like an inert gas (a dilution tracer, not an air
/// pollutant). The others need a fleet table (`emission.fleet`), which knows what PMx contains:
/// PM_exhaust is the exhaust part of PM, all of it below 2.5 um; PM10_wear and PM25_wear come from tyres, brakes and
/// roads; PM10 and PM25 are exhaust and wear; NO2_primary is the part of NOx that leaves the exhaust as NO2; BC is
/// the black carbon in PM_exhaust; CO2e is CO2 and methane at the exhaust.
///
/// The last three need `chemistry.model`: NO2, NO and ozone as they are in the air, made and destroyed there. Vehicles
/// give off the first two; NOx stays their sum, counted as NO2.
enum class Pollutant : unsigned char {
    co2,
    co,
    hc,
    nox,
    pm,
    fuel,
    no2_primary,
    pm_exhaust,
    pm10,
    pm25,
    pm10_wear,
    pm25_wear,
    bc,
    co2e,
    no2,
    no,
    o3
};

inline constexpr std::size_t n_pollutants = 17;

inline constexpr std::array<std::string_view, n_pollutants> pollutant_names = {
    "CO2",  "CO",        "HC",        "NOx", "PM",   "fuel", "NO2_primary", "PM_exhaust", "PM10",
    "PM25", "PM10_wear", "PM25_wear", "BC",  "CO2e", "NO2",  "NO",          "O3"};

/// How many of them a traffic simulation reports: the first ones.
inline constexpr std::size_t n_reported = 6;

/// Those that a traffic simulation reports; the default species of a run.
inline constexpr std::array<Pollutant, n_reported> reported_pollutants = {
    Pollutant::co2, Pollutant::co, Pollutant::hc, Pollutant::nox, Pollutant::pm, Pollutant::fuel};

constexpr std::size_t index(Pollutant pollutant) { return static_cast<std::size_t>(pollutant); }

/// Whether the air's chemistry makes and destroys it.
constexpr bool is_reactive(Pollutant pollutant) { return pollutant >= Pollutant::no2; }

constexpr bool is_reported(Pollutant pollutant) { return index(pollutant) < n_reported; }

constexpr std::string_view name(Pollutant pollutant) { return pollutant_names[index(pollutant)]; }

/// The pollutant of that exact name, or nothing.
constexpr std::optional<Pollutant> find_pollutant(std::string_view wanted) {
    for (std::size_t p = 0; p < n_pollutants; ++p)
        if (pollutant_names[p] == wanted) return static_cast<Pollutant>(p);
    return std::nullopt;
}

/// One value for each pollutant, indexed with index(Pollutant).
using PerPollutant = std::array<double, n_pollutants>;

/// One value for each reported pollutant, indexed with index(Pollutant).
using PerReported = std::array<double, n_reported>;

}  // namespace hacthanh
