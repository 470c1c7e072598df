#pragma once

#include "sim/city/city.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/flow_zone.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/particle_turbulence.hpp"
#include "sim/state/provenance.hpp"

#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io {

/// One wind and where it comes from. References must outlive the call.
struct WindFileContent {
    city::City const& city;
    state::Flow const& flow;
    state::FlowMap const& zones;
    state::ParticleTurbulence const& particles;
    state::InflowProfile const& inflow;
    state::Provenance const& provenance;
    std::string title{};
    std::string note{};
    std::string model{};                                   ///< "mass_consistent" or "uniform"
    std::vector<std::pair<std::string, double>> report{};  ///< attributes of the solve: name, value
};

/// Writes one wind to a netCDF-4/CF-1.8 file (docs/formats/wind.md): all cells, compressed.
/// A file of that name is replaced when the new one is complete. Throws RunError when the file cannot be written,
/// InputError when the city's projection is not understood.
void write_wind(std::string const& path, WindFileContent const& content);

}  // namespace hacthanh::io
