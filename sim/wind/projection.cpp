#include "sim/wind/projection.hpp"

#include "sim/wind/detail/defect_correction.hpp"
#include "sim/wind/detail/kernel_choice.hpp"

namespace hacthanh::wind {

struct Projection::Solver : detail::DefectCorrection {
    using DefectCorrection::DefectCorrection;
};

Projection::Projection(mesh::CityMesh const& mesh, ProjectionOptions const& options, Parallel const& parallel)
    : solver_(std::make_unique<Solver>(mesh, options, parallel, detail::best_kernels())) {}
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;
Projection::~Projection() = default;

ProjectionReport Projection::project(state::WindField& wind) const { return solver_->project(wind); }

}  // namespace hacthanh::wind
