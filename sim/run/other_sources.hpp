#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/emission_field.hpp"
#include "sim/state/other_source.hpp"
#include "sim/state/run_summary.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace hacthanh::run {

/// Sources beside the traffic on the mesh of a run, with their months, weekdays and hours.
///
/// What a source gives off goes evenly from its bottom to its top, into cells with air (emission::OpenCells). Factors
/// are those of the local time in the middle of the span. Same order, same bits.
class OtherSources {
public:
    /// @param local_epoch_s  local time of traffic second 0, counted as if it were UTC [s since 1970]
    /// @param carried        species of the run; NO and NO2 are taken from a source's NOx
    OtherSources(std::vector<state::OtherSource> sources, double local_epoch_s, mesh::CityMesh const& mesh,
                 std::vector<Pollutant> carried);

    bool empty() const { return sources_.empty(); }
    /// Layers from the ground that an emission field must have.
    std::size_t n_layers() const { return n_layers_; }

    /// Adds what they give off from `begin_s` for `duration_s` to the field, and books it.
    /// @return mass by carried species [kg]
    std::vector<double> add(double begin_s, double duration_s, state::EmissionField& emission,
                            state::RunSummary& summary) const;

    std::vector<state::OtherSource> const& sources() const { return sources_; }
    /// What each gives off from `begin_s` for `duration_s`, with what lies outside of the mesh [kg], [source][species].
    std::vector<std::vector<double>> masses(double begin_s, double duration_s) const;

private:
    double rate(state::OtherSource const& source, Pollutant pollutant) const;
    double factor(state::OtherSource const& source, double time_s) const;

    std::vector<state::OtherSource> sources_;
    std::vector<std::vector<std::pair<std::size_t, double>>> cells_;  ///< by source: cell and share
    double local_epoch_s_;
    std::vector<Pollutant> carried_;
    std::size_t n_layers_ = 0;
};

}  // namespace hacthanh::run
