#pragma once

#include "sim/wind/detail/conjugate_gradients.hpp"
#include "sim/wind/detail/flux_balance.hpp"
#include "sim/wind/detail/multigrid.hpp"
#include "sim/wind/detail/open_faces.hpp"
#include "sim/wind/projection.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace hacthanh::wind::detail {

/// The projection with a chosen set of kernels. The excess of the wind itself is measured in double, a potential
/// against it is found in single precision, its gradient is added to the wind in double, and so on until the excess
/// is small enough. See Projection for what it promises.
class DefectCorrection {
public:
    DefectCorrection(mesh::CityMesh const& mesh, ProjectionOptions const& options, Parallel const& parallel,
                     ProjectionKernels const& kernels);

    ProjectionReport project(state::WindField& wind) const;

private:
    using WorkSpace = ConjugateGradients::WorkSpace;

    double beta() const { return options_.alpha_ratio * options_.alpha_ratio; }
    std::unique_ptr<WorkSpace> take_work_space() const;
    void give_back(std::unique_ptr<WorkSpace> work) const;
    void correct(state::WindField& wind, WorkSpace& work, ProjectionReport& report) const;
    void judge(state::WindField const& wind, Balance const& now, double first_squares, ProjectionReport& report) const;
    bool good_enough(ProjectionReport const& report) const;
    double next_reduction(ProjectionReport const& report) const;

    ProjectionOptions options_;
    mesh::CityMesh const* mesh_;
    OpenFaces faces_;
    FluxBalance balance_;
    Multigrid multigrid_;
    ConjugateGradients gradients_;
    mutable std::mutex guard_;
    mutable std::vector<std::unique_ptr<WorkSpace>>
        spare_;  ///< kept between calls: fresh memory costs as much as a solve
};

}  // namespace hacthanh::wind::detail
