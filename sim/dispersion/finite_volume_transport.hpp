#pragma once

#include "sim/core/parallel.hpp"
#include "sim/dispersion/dispersion_model.hpp"
#include "sim/dispersion/options.hpp"
#include "sim/dispersion/removal.hpp"

#include <memory>
#include <vector>

namespace hacthanh::dispersion {

/// Finite-volume advection and turbulent diffusion on the city mesh.
///
/// d(eta c)/dt + div(A u c) = div(A K grad c) + S, with free-volume fraction eta and face apertures A.
/// Directions are split and alternate, y x z | z x y (Strang 1968, doi:10.1137/0705041), over a pseudo-density that
/// keeps a constant field constant in any wind with balanced fluxes (Easter 1993,
/// doi:10.1175/1520-0493(1993)121<0297:TMVOBP>2.0.CO;2). Along x and y: second-order upwind fluxes with monotonised
/// central slopes (van Leer 1977, doi:10.1016/0021-9991(77)90095-X), from whose numerical diffusion the turbulent one
/// is taken off; along z: the same fluxes, first-order loss, implicit settling, and implicit diffusion with dry
/// deposition at the ground. Positive and monotone by construction, nothing is clipped. Theory and tests:
/// docs/theory/transport.md.
///
/// Sides are open: what blows in carries the inflow concentration, what blows out is lost, nothing diffuses through.
/// Ground closed but for deposition, on the part of it that the lowest cell's air lies on; on roofs lands what settles,
/// on walls nothing. Lid closed; a wind field that blows through it exchanges air as a side does. Fields are single
/// precision; what one cell loses is the number that the next one gains, and sums are double, so that the mass budget
/// closes to about 4e-7 over a thousand steps. 1 and N threads, and all processors, give the same bits.
///
/// Limits: first order in time in vertical diffusion (backward Euler); second order elsewhere in smooth fields.
/// Cost O(cells x species x steps). One object serves one thread at a time; it owns one work copy of the fields.
class FiniteVolumeTransport : public DispersionModel {
public:
    /// @param options              max_courant_number in (0, 1]; the Schmidt number is already in the flow
    /// @param flow                 copied into the form that the kernels read; need not outlive the model
    /// @param mesh, parallel       must outlive the model
    /// @param removal              deposition, settling and loss, one per species
    /// Throws SolverError naming the cell when the flow is not finite, a diffusivity is negative or the volume fluxes
    /// of a cell do not balance: a divergence would make or destroy mass.
    FiniteVolumeTransport(DispersionOptions const& options, state::Flow const& flow, mesh::CityMesh const& mesh,
                          std::vector<Removal> const& removal, Parallel const& parallel);
    FiniteVolumeTransport(FiniteVolumeTransport&&) noexcept;
    ~FiniteVolumeTransport() override;

    /// Goes on with another flow from the next advance(). Concentrations stay where they are, so no mass is made or
    /// lost. Throws as the constructor does; the old flow then stays. Cost O(cells); same bits for any number of
    /// threads.
    void set_flow(state::Flow const& flow);

    /// Goes on with another vertical diffusivity alone, as set_flow() does, but for a small part of its cost: the
    /// step's length does not depend on it.
    /// @param flow  whose wind and horizontal mixing are those of the flow in use
    void set_vertical_diffusivity(state::Flow const& flow);

    /// Goes on with another deposition, settling and loss of the same species from the next advance().
    void set_removal(std::vector<Removal> const& removal);

    /// See DispersionModel. Takes equal steps of at most longest_step_s().
    /// @param concentration  as many species as removals [kg/m3], >= 0; changed in place
    /// @param emission       the same species [kg], >= 0; set free evenly over the call
    /// @param inflow         one per species [kg/m3], >= 0
    /// @param duration_s     > 0
    /// Throws SolverError naming step and cell when an emission is not finite and >= 0 or lies in a closed cell, or a
    /// concentration overflows.
    TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                            state::InflowConcentration const& inflow, double duration_s) override;

    /// The longest time step that keeps the scheme positive and monotone in this flow [s]; infinite in still air.
    double longest_step_s() const;

    /// Instruction set of the kernels in use, e.g. "kernels_v4".
    char const* kernel_name() const;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace hacthanh::dispersion
