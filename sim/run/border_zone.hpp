#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/ports/outer_air.hpp"
#include "sim/state/run_summary.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::run {

/// The rim of a nested domain, which holds the air of the outer run.
///
/// After every coupling interval the cells of the rim are given the outer run's concentration, interpolated linearly
/// between the middles of its output steps (a one-way nest with a prescribed boundary zone, the limit of full
/// relaxation of Davies 1976, doi:10.1002/qj.49710243210). The rim is so wide that air which enters during one interval
/// cannot cross it. What the rim gains or loses that way is booked as inflow or outflow, so the mass budget closes.
/// Concentrations in the rim are the outer run's, not the nest's; emission there is lost with it.
class BorderZone {
public:
    /// @param outer      must outlive this, as must the mesh
    /// @param interval_s length of a coupling interval [s]
    /// Throws InputError when the rim would leave less than half of the domain's width.
    BorderZone(mesh::CityMesh const& mesh, state::OuterAir const& outer, double interval_s);

    /// Makes the rim wide enough for a wind: ceil(fastest speed x interval / cell size) + 1 cells, and the top layer.
    void fit(state::WindField const& wind);

    /// Starts a run: the outer air everywhere, booked as the mass at the start.
    void start(double time_s, state::ConcentrationField& concentration, state::RunSummary& summary);

    /// Gives the rim the outer air of a moment.
    void set(double time_s, state::ConcentrationField& concentration, state::RunSummary& summary);

    std::size_t width() const { return width_; }
    std::vector<std::size_t> const& cells() const { return cells_; }

private:
    /// The outer run's steps before and after a time and the weight of the second.
    struct Moment {
        std::size_t before, after;
        double weight;
    };
    Moment moment(double time_s) const;
    void load(Moment const& moment);

    mesh::CityMesh const* mesh_;
    state::OuterAir const* outer_;
    double interval_s_;
    std::size_t width_ = 0;
    std::vector<std::size_t> cells_;  ///< open cells of the rim, ascending
    std::size_t loaded_[2] = {none, none};
    std::vector<std::vector<float>> values_[2];  ///< of the loaded steps, [species][cell]

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
};

}  // namespace hacthanh::run
