#include "sim/wind/projection.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"
#include "sim/wind/detail/conjugate_gradients.hpp"
#include "sim/wind/detail/flux_balance.hpp"
#include "sim/wind/detail/kernel_choice.hpp"
#include "sim/wind/detail/multigrid.hpp"
#include "sim/wind/detail/open_faces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>
#include <vector>

namespace hacthanh::wind {
namespace {

constexpr int most_corrections = 16;
constexpr int most_iterations = 60;  ///< of one correction
/// What one correction asks of single precision.
constexpr double largest_reduction = 1e-5;
/// Imbalance that is called closed, over the inflow: of a cell and of the whole domain. A fifth of what is promised.
constexpr double closed_cell = 2e-13;
constexpr double closed_domain = 2e-11;

ProjectionOptions const& checked(ProjectionOptions const& options) {
    validate(options.alpha_ratio >= 0.01 && options.alpha_ratio <= 100, "wind.alpha_ratio",
             fmt::format("{} (must be in [0.01, 100])", options.alpha_ratio));
    validate(options.relative_residual > 0 && options.relative_residual <= 0.1, "wind.relative_residual",
             fmt::format("{} (must be in (0, 0.1])", options.relative_residual));
    return options;
}

std::string named(mesh::CityMesh const& mesh, std::size_t cell) {
    std::size_t const i = cell % mesh.nx();
    std::size_t const j = cell / mesh.nx() % mesh.ny();
    std::size_t const k = cell / mesh.nx() / mesh.ny();
    return fmt::format("cell ({}, {}, {}) at x = {:.1f} m, y = {:.1f} m, z = {:.1f} m", i, j, k, mesh.x_centre(i),
                       mesh.y_centre(j), mesh.z_centre(k));
}

}  // namespace

struct Projection::Solver {
    using WorkSpace = detail::ConjugateGradients::WorkSpace;

    Solver(mesh::CityMesh const& mesh, ProjectionOptions const& chosen, Parallel const& parallel,
           detail::ProjectionKernels const& kernels)
        : options(checked(chosen)),
          grid(&mesh),
          faces(detail::open_faces(mesh, options.open_lid)),
          balance(mesh, faces, beta(), parallel, kernels),
          multigrid(detail::finest_level(mesh, faces, beta(), options.open_lid, parallel), parallel, kernels),
          gradients(multigrid, parallel, kernels) {
        validate(faces.air_cells > 0, "mesh",
                 fmt::format("none of {} cells can be reached by air from an open side", mesh.n_cells()),
                 "leave some cells at the border of the domain free of buildings, or open the lid");
    }

    double beta() const { return options.alpha_ratio * options.alpha_ratio; }

    std::unique_ptr<WorkSpace> take_work_space() const {
        std::lock_guard const lock(guard);
        if (spare.empty()) return std::make_unique<WorkSpace>(gradients.make_work_space());
        auto work = std::move(spare.back());
        spare.pop_back();
        return work;
    }
    void give_back(std::unique_ptr<WorkSpace> work) const {
        std::lock_guard const lock(guard);
        spare.push_back(std::move(work));
    }

    /// Fills in what the wind is like now.
    void judge(state::WindField const& wind, detail::Balance const& now, ProjectionReport& report) const {
        auto const exchange = balance.exchange(wind);
        report.inflow = exchange.inflow;
        report.outflow = exchange.outflow;
        double const reference = std::max(exchange.inflow, exchange.outflow);
        report.cell_imbalance = now.largest > 0 ? now.largest / reference : 0;
        report.total_imbalance = reference > 0 ? std::abs(exchange.outflow - exchange.inflow) / reference : 0;
    }

    bool good_enough(ProjectionReport const& report) const {
        if (report.relative_residual > options.relative_residual) return false;
        return !options.close_fluxes ||
               (report.cell_imbalance <= closed_cell && report.total_imbalance <= closed_domain);
    }

    /// How much smaller the next correction should make the residual.
    double reduction(ProjectionReport const& report) const {
        double needed = 0.5 * options.relative_residual / report.relative_residual;
        if (options.close_fluxes)
            needed =
                std::min({needed, closed_cell / report.cell_imbalance, 0.1 * closed_domain / report.total_imbalance});
        return std::clamp(needed, largest_reduction, 0.3);
    }

    ProjectionOptions options;
    mesh::CityMesh const* grid;
    detail::OpenFaces faces;
    detail::FluxBalance balance;
    detail::Multigrid multigrid;
    detail::ConjugateGradients gradients;
    mutable std::mutex guard;
    mutable std::vector<std::unique_ptr<WorkSpace>> spare;
};

Projection::Projection(mesh::CityMesh const& mesh, ProjectionOptions const& options, Parallel const& parallel)
    : solver_(std::make_unique<Solver>(mesh, options, parallel, detail::best_kernels())) {}
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;
Projection::~Projection() = default;

ProjectionReport Projection::project(state::WindField& wind) const {
    Solver const& solver = *solver_;
    HACTHANH_EXPECT(&wind.mesh() == solver.grid);
    auto work = solver.take_work_space();
    ProjectionReport report;
    report.cells = solver.grid->n_cells();
    report.air_cells = solver.faces.air_cells;
    report.sealed_cells = solver.faces.sealed_cells;
    double scale = 1;
    detail::Balance now = solver.balance.measure(wind, scale, work->residual);
    double const first_squares = now.squares;
    if (!std::isfinite(first_squares))
        throw SolverError(fmt::format("wind projection: a speed of the first guess is not a number around {}",
                                      named(*solver.grid, solver.balance.worst_cell(wind))));
    report.relative_residual = first_squares > 0 ? 1 : 0;
    solver.judge(wind, now, report);
    while (!solver.good_enough(report) && report.corrections < most_corrections) {
        auto const outcome =
            solver.gradients.solve(*work, now.squares * scale * scale, solver.reduction(report), most_iterations);
        double const before = now.squares;
        double const next_scale = scale / std::clamp(outcome.reduction, 1e-6, 1.0);
        now = solver.balance.correct(wind, scale, *work, next_scale);
        scale = next_scale;
        report.iterations += outcome.iterations;
        ++report.corrections;
        report.relative_residual = std::sqrt(now.squares / first_squares);
        solver.judge(wind, now, report);
        if (now.squares > 0.25 * before) break;  // round-off is reached
    }
    solver.give_back(std::move(work));
    if (report.corrections == 0) solver.balance.close_walls(wind);
    if (!(report.relative_residual <= solver.options.relative_residual))
        throw SolverError(fmt::format("wind projection: residual {:.2g} after {} iterations (goal {:.2g}), worst in {}",
                                      report.relative_residual, report.iterations, solver.options.relative_residual,
                                      named(*solver.grid, solver.balance.worst_cell(wind))));
    return report;
}

}  // namespace hacthanh::wind
