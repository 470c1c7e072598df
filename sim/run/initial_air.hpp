#pragma once

#include "sim/core/parallel.hpp"
#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/run/simulation.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/emission_field.hpp"
#include "sim/state/flow.hpp"

#include <cstddef>

namespace hacthanh::run {

/// The clean air of the start, carried through the spin-up to see how much of it is left.
class InitialAir {
public:
    InitialAir(Stage const& stage, state::Flow const& flow, Parallel const& parallel)
        : transport_(stage.scenario.dispersion, flow, stage.mesh, {{}}, parallel),
          nothing_(stage.mesh, 1, 1),
          air_(stage.mesh, {"initial_air"}) {
        auto& field = air_.species.front();
        for (std::size_t c = 0; c < stage.mesh.n_cells(); ++c) field[c] = stage.mesh.is_open(c) ? 1.0F : 0.0F;
    }

    void advance(double duration_s) {
        nothing_.duration_s = duration_s;
        transport_.advance(air_, nothing_, {0.0}, duration_s);
    }

    /// Mean share in the lowest layer, 0..1.
    double share_at_ground() const {
        auto const& field = air_.species.front();
        auto const& mesh = field.mesh();
        double left = 0;
        double air = 0;
        for (std::size_t c = 0; c < mesh.nx() * mesh.ny(); ++c) {
            left += mesh.free_volume_fraction(c) * static_cast<double>(field[c]);
            air += mesh.free_volume_fraction(c);
        }
        return air > 0 ? left / air : 0.0;
    }

    state::ConcentrationField& field() { return air_; }
    state::ConcentrationField const& field() const { return air_; }
    void set_flow(state::Flow const& flow) { transport_.set_flow(flow); }
    void set_vertical_diffusivity(state::Flow const& flow) { transport_.set_vertical_diffusivity(flow); }

private:
    dispersion::FiniteVolumeTransport transport_;
    state::EmissionField nothing_;
    state::ConcentrationField air_;
};

}  // namespace hacthanh::run
