#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace hacthanh {

/// What a vehicle gives off, in the order of every per-pollutant array. The names are the ones used in
/// scenario files, result files and reports. PM is SUMO's PMx; NOx is counted as NO2; fuel is the mass of
/// fuel burnt, carried like an inert gas (a dilution tracer, not an air pollutant).
enum class Pollutant : unsigned char { co2, co, hc, nox, pm, fuel };

inline constexpr std::size_t n_pollutants = 6;

inline constexpr std::array<Pollutant, n_pollutants> all_pollutants = {Pollutant::co2, Pollutant::co, Pollutant::hc,
                                                                       Pollutant::nox, Pollutant::pm, Pollutant::fuel};

inline constexpr std::array<std::string_view, n_pollutants> pollutant_names = {"CO2", "CO", "HC", "NOx", "PM", "fuel"};

constexpr std::size_t index(Pollutant pollutant) { return static_cast<std::size_t>(pollutant); }

constexpr std::string_view name(Pollutant pollutant) { return pollutant_names[index(pollutant)]; }

/// The pollutant of that exact name, or nothing.
constexpr std::optional<Pollutant> find_pollutant(std::string_view wanted) {
    for (Pollutant pollutant : all_pollutants)
        if (name(pollutant) == wanted) return pollutant;
    return std::nullopt;
}

/// One value for each pollutant, indexed with index(Pollutant).
using PerPollutant = std::array<double, n_pollutants>;

}  // namespace hacthanh
