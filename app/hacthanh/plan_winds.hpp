#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/weather/weather.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What the winds of a run mean for what it takes.
struct RunWinds {
    double steps_per_s = 0;    ///< of the finite volumes' transport in undisturbed wind, mean over the run
    double site_wind_m_s = 0;  ///< at 10 m over open ground, mean over the run
    std::size_t pieces = 1;    ///< spans with one wind, one after the other
    std::vector<std::string>
        solved;  ///< a name for each solving of a wind around buildings; the same for the same wind
};

/// @param mesh       its buildings need not be cut in
/// @param buildings  whether it is to have some
/// With `wind.catalogue` the winds are those of the classes around the weather; what the folder holds already is not
/// looked at. Cost: some microseconds per interval of the weather.
RunWinds winds_of_run(scenario::Scenario const& scenario, weather::Weather const& weather, mesh::CityMesh const& mesh,
                      bool buildings);

/// What remains to be solved where winds are kept: every name once.
void keep_once(std::vector<std::string>& names);

}  // namespace hacthanh::app
