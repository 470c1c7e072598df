#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/detail/carry_fluxes.hpp"
#include "sim/mesh/fields.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/particle_turbulence.hpp"

#include <span>
#include <vector>

namespace hacthanh::dispersion::detail {

/// Turbulent fluxes that take an eddy's lifetime T to follow the gradient, and come along with the wind until then:
///
///     d(eta c)/dt = -div(A sigma N),   dN/dt + u . grad N + N / T = -sigma grad c,   sigma^2 = K / T
///
/// with N = F / sigma the flux over the eddies' velocity. In steady gradients F = -K grad c; a puff in even turbulence
/// spreads as Taylor (1921, doi:10.1112/plms/s2-20.1.196) has it. Derivation, scheme and limits:
/// docs/theory/transport.md, "Fluxes that remember". N lives on faces, half a step between the concentrations; along x
/// and y its divergence is explicit, along z implicit. Out of a cell passes at most what it holds, so concentrations
/// stay >= 0; everything is linear as long as that does not act. N does not pass closed faces nor the sides.
///
/// Same bits for any number of threads. One object serves one thread at a time. It owns three floats a cell and
/// species, twenty-two a cell beside them.
class FluxMemory {
public:
    /// @param mesh, parallel  must outlive this
    FluxMemory(mesh::CityMesh const& mesh, std::size_t n_species, Parallel const& parallel,
               MemoryKernels const& kernels = best_memory_kernels());

    /// Fluxes go on in another wind. @param c0  see ParticleOptions::structure_constant
    /// Throws SolverError as expect_usable() does, and then changes nothing. Cost O(cells).
    void set_flow(state::Flow const& flow, state::ParticleTurbulence const& turbulence, double c0);

    /// The same with another K_z alone: eddies of the same lifetime, faster or slower. The longest step stays: z is
    /// implicit. Throws as set_flow() does.
    void set_vertical_diffusivity(state::Flow const& flow);

    /// Within which steps are stable [s]; infinite in still air.
    double longest_step_s() const { return longest_step_; }

    /// One step of mixing. @param fields  [species] concentrations, changed in place
    void advance(std::span<float* const> fields, double step_s);

    /// Mass in the domain [kg]; the same bits for any number of threads.
    double mass(float const* field) const;

    /// N = F / sigma of every species [kg/m3]; what a run that is gone on with must know.
    std::vector<mesh::FaceField<float>> const& carried() const { return carried_; }
    /// @param carried  of the same mesh and as many species
    void set_carried(std::vector<mesh::FaceField<float>> carried);

private:
    /// What one step makes of N on a face: N <- keep N - pull (c_right - c_left); push N passes [concentration x cells,
    /// along z concentration x metres].
    struct Faces {
        explicit Faces(std::size_t n) : lifetime(n), mixing(n), keep(n), pull(n), push(n) {}

        AlignedArray<float> lifetime;  ///< T [s]; 0 where closed
        AlignedArray<float> mixing;    ///< K [m2/s]
        AlignedArray<float> keep;      ///< exp(-step / T)
        AlignedArray<float> pull;      ///< (1 - keep) sqrt(K T) / distance
        AlignedArray<float> push;      ///< sqrt(K / T) x aperture x step, along x and y over the cell size
    };

    /// The faces of an axis from face `first` on.
    static FaceStep from(Faces const& faces, std::size_t first) {
        return {faces.keep.data() + first, faces.pull.data() + first, faces.push.data() + first};
    }

    void find_lifetimes(state::ParticleTurbulence const& turbulence, double c0);
    void find_mixing(state::Flow const& flow);
    void find_longest_step();
    void prepare(double step_s);
    void prepare(std::size_t layer, double step_s);
    void pull_sideways(std::size_t species, float const* field);
    void push_sideways_mix_z(std::size_t species, float* field);

    mesh::CityMesh const* mesh_;
    Parallel const* parallel_;
    MemoryKernels const* kernels_;
    Faces x_, y_, z_;
    AlignedArray<float> air_;  ///< free-volume fraction; 1 in cells without air, which exchange nothing
    FaceWind wind_;
    double step_ = 0;  ///< of keep, pull and push; 0: none
    double longest_step_ = 0;
    std::vector<mesh::FaceField<float>> carried_;
    mesh::FaceField<float> next_;  ///< between two steps of the wind
};

}  // namespace hacthanh::dispersion::detail
