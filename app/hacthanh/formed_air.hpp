#pragma once

#include "app/hacthanh/session.hpp"
#include "sim/chemistry/aged_air.hpp"
#include "sim/core/parallel.hpp"
#include "sim/state/transfer_table.hpp"

#include <span>
#include <string>
#include <vector>

namespace hacthanh::app {

/// The air around the city and how fast it reacts.
struct ReactingBackground {
    chemistry::NitrogenOxides air;  ///< [mol/m3]
    chemistry::Rates rates;
};

/// @param nox, no2, o3  [kg/m3], NOx counted as NO2; NO is what of NOx is not NO2
chemistry::NitrogenOxides background_of(double nox, double no2, double o3);

/// Of a scenario with chemistry: means over the run without its spin-up.
ReactingBackground reacting_background(Session const& session);

/// What products give for one place.
struct PlaceProducts {
    double nox = 0;         ///< of the traffic, counted as NO2 [kg/m3]
    double no2 = 0;         ///< of which left the exhausts as NO2 [kg/m3]
    double aged = 0;        ///< NOx times its age [kg s/m3]
    double inflow_age = 0;  ///< [s]
};

/// The place's air before chemistry::formed().
chemistry::AgedAir aged_air(PlaceProducts const& place, chemistry::NitrogenOxides const& background);

/// What reacts at a place, background included [kg/m3].
struct FormedAir {
    double no = 0;
    double no2 = 0;
    double o3 = 0;
};
FormedAir in_kg(chemistry::NitrogenOxides const& air);

/// Whether a species is one of those three.
bool reacts(std::string const& species);

/// Why NO2 cannot be formed with tables of runs without chemistry.
inline std::string const no_age_of_air =
    "the tables have no age of the air: they were made from a run without chemistry";

/// Whether NO2 can be formed with a table; why not, in words for the user, is empty then.
std::string why_no_no2(state::TransferTable const& table);

/// What the table's roads gave off of a species [kg/s]. Precondition: it is one of table.emitted.
std::vector<double> emission_of(state::TransferTable const& table, Pollutant pollutant);

/// Products of every receptor for an emission. Precondition: why_no_no2() is empty.
/// @param nox, no2  of each source [kg/s]
std::vector<PlaceProducts> place_products(state::TransferTable const& table, std::span<double const> nox,
                                          std::span<double const> no2, Parallel const& parallel);

}  // namespace hacthanh::app
