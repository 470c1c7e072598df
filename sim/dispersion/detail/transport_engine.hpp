#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/detail/flow_rates.hpp"
#include "sim/dispersion/detail/transport_kernels.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <span>
#include <utility>
#include <vector>

namespace hacthanh::dispersion::detail {

/// What crossed the border during some steps, per species, in concentration x volume [kg].
struct Crossed {
    std::vector<double> inflow;
    std::vector<double> outflow;
    std::vector<double> deposited;
    std::vector<double> lost;  ///< to first-order decay
};

/// What every cell of the lowest layers gains in a step [kg/m3]; no species: nothing.
struct Emission {
    std::vector<float const*> species;
    std::size_t n_layers = 0;
};

/// Runs the kernels over the mesh in fixed blocks. One object serves one thread at a time.
class TransportEngine {
public:
    TransportEngine(FlowRates rates, mesh::CityMesh const& mesh, std::vector<Removal> const& removal,
                    Parallel const& parallel, TransportKernels const& kernels);

    std::size_t n_species() const { return deposition_.size(); }
    FlowRates const& rates() const { return rates_; }
    /// @param rates  of the same mesh
    void set_rates(FlowRates rates) { rates_ = std::move(rates); }
    /// @param flow  see FlowRates
    void set_vertical_diffusivity(state::Flow const& flow) {
        rates_.set_vertical_diffusivity(flow, *mesh_, *parallel_);
    }
    /// @param removal  of as many species as before
    void set_removal(std::vector<Removal> const& removal);
    TransportKernels const& kernels() const { return *kernels_; }

    /// Steps of time_step [s] on all species' fields: y x z, then z x y, and so on, with the emission added between
    /// steps.
    void advance(std::span<float* const> fields, std::span<float const> inflow, double time_step, std::uint64_t n_steps,
                 Emission const& emission, Crossed& crossed);

    /// Adds a share of the emission.
    void emit(std::span<float* const> fields, Emission const& emission, float share) const;

    /// Mass in the domain [kg].
    double mass(float const* field) const;

private:
    using HorizontalKernel = void (*)(HorizontalTile const&);

    void sweep_horizontally(HorizontalKernel kernel, std::span<float const* const> in, std::span<float* const> out,
                            std::span<float const> inflow, double time_step, Crossed& crossed);
    /// @param emission  null, or what is added between the end of this step and the beginning of the next: does both
    void sweep_vertically(Emission const* emission, std::span<float const* const> in, std::span<float* const> out,
                          std::span<float const> inflow, double time_step, Crossed& crossed);
    HorizontalTile tile(std::size_t layer, std::size_t block) const;
    VerticalStrip strip(std::size_t first_column) const;

    FlowRates rates_;
    mesh::CityMesh const* mesh_;
    std::vector<double> deposition_;  ///< by turbulence, what settles taken off [m/s]
    std::vector<double> settling_;    ///< [m/s]
    std::vector<double> loss_rate_;   ///< [1/s]
    std::vector<double> loss_;        ///< part of the running step
    Parallel const* parallel_;
    TransportKernels const* kernels_;
    std::vector<AlignedArray<float>> work_;  ///< [species] between the horizontal and vertical halves of a step
    std::vector<double> partial_;            ///< [block][inflow, outflow, deposited, lost][species]
};

}  // namespace hacthanh::dispersion::detail
