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

/// Runs the kernels over the mesh in fixed blocks. One object serves one thread at a time.
class TransportEngine {
public:
    TransportEngine(FlowRates rates, mesh::CityMesh const& mesh, std::vector<Removal> const& removal,
                    Parallel const& parallel, TransportKernels const& kernels);

    std::size_t n_species() const { return deposition_.size(); }
    FlowRates const& rates() const { return rates_; }
    /// @param rates  of the same mesh
    void set_rates(FlowRates rates) { rates_ = std::move(rates); }
    /// @param removal  of as many species as before
    void set_removal(std::vector<Removal> const& removal);
    TransportKernels const& kernels() const { return *kernels_; }

    /// One time step [s] on all species' fields; even steps go y x z, odd ones z x y.
    void step(std::span<float* const> fields, std::span<float const> inflow, double time_step, bool odd,
              Crossed& crossed);

    /// Mass in the domain [kg].
    double mass(float const* field) const;

private:
    using HorizontalKernel = void (*)(HorizontalTile const&);
    using VerticalKernel = void (*)(VerticalStrip const&);

    void sweep_horizontally(HorizontalKernel kernel, std::span<float const* const> in, std::span<float* const> out,
                            std::span<float const> inflow, double time_step, Crossed& crossed);
    void sweep_vertically(VerticalKernel kernel, std::span<float const* const> in, std::span<float* const> out,
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
