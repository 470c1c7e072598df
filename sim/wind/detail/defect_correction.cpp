#include "sim/wind/detail/defect_correction.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace hacthanh::wind::detail {
namespace {

constexpr int most_corrections = 16;
constexpr int most_iterations = 60;  // of one correction
/// What one correction asks of single precision.
constexpr double largest_reduction = 1e-5;
/// Imbalance that is called closed, over the inflow: of a cell and of the whole domain. A fifth of what is promised.
constexpr double closed_cell = 2e-13;
constexpr double closed_domain = 2e-11;

ProjectionOptions const& checked(ProjectionOptions const& options) {
    validate(options.alpha_ratio >= 0.1 && options.alpha_ratio <= 10, "wind.alpha_ratio",
             fmt::format("{} (must be in [0.1, 10])", options.alpha_ratio));
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

DefectCorrection::DefectCorrection(mesh::CityMesh const& mesh, ProjectionOptions const& options,
                                   Parallel const& parallel, ProjectionKernels const& kernels)
    : options_(checked(options)),
      mesh_(&mesh),
      faces_(open_faces(mesh, options.open_lid)),
      balance_(mesh, faces_, beta(), parallel, kernels),
      multigrid_(finest_level(mesh, faces_, beta(), options.open_lid, parallel), parallel, kernels),
      gradients_(multigrid_, parallel, kernels) {
    validate(faces_.air_cells > 0, "mesh",
             fmt::format("none of {} cells can be reached by air from an open side", mesh.n_cells()),
             "leave some cells at the border of the domain free of buildings, or open the lid");
}

std::unique_ptr<DefectCorrection::WorkSpace> DefectCorrection::take_work_space() const {
    std::lock_guard const lock(guard_);
    if (spare_.empty()) return std::make_unique<WorkSpace>(gradients_.make_work_space());
    auto work = std::move(spare_.back());
    spare_.pop_back();
    return work;
}

void DefectCorrection::give_back(std::unique_ptr<WorkSpace> work) const {
    std::lock_guard const lock(guard_);
    spare_.push_back(std::move(work));
}

void DefectCorrection::judge(state::WindField const& wind, Balance const& now, double first_squares,
                             ProjectionReport& report) const {
    auto const exchange = balance_.exchange(wind);
    report.inflow = exchange.inflow;
    report.outflow = exchange.outflow;
    double const reference = std::max(exchange.inflow, exchange.outflow);
    report.relative_residual = first_squares > 0 ? std::sqrt(now.squares / first_squares) : 0;
    report.cell_imbalance = now.largest > 0 ? now.largest / reference : 0;
    report.total_imbalance = reference > 0 ? std::abs(exchange.outflow - exchange.inflow) / reference : 0;
}

bool DefectCorrection::good_enough(ProjectionReport const& report) const {
    if (report.cell_imbalance <= closed_cell && report.total_imbalance <= closed_domain) return true;
    return !options_.close_fluxes && report.relative_residual <= options_.relative_residual;
}

/// How much smaller the next correction should make the residual.
double DefectCorrection::next_reduction(ProjectionReport const& report) const {
    double needed = 0.5 * options_.relative_residual / report.relative_residual;
    if (options_.close_fluxes)
        needed = std::min({needed, closed_cell / report.cell_imbalance, 0.1 * closed_domain / report.total_imbalance});
    return std::clamp(needed, largest_reduction, 0.3);
}

void DefectCorrection::correct(state::WindField& wind, WorkSpace& work, ProjectionReport& report) const {
    double scale = 1;
    Balance now = balance_.measure(wind, scale, work.residual);
    double const first_squares = now.squares;
    if (!std::isfinite(first_squares))
        throw SolverError(fmt::format("wind projection: a speed of the first guess is not a number around {}",
                                      named(*mesh_, balance_.worst_cell(wind))));
    judge(wind, now, first_squares, report);
    while (!good_enough(report) && report.corrections < most_corrections) {
        auto const outcome =
            gradients_.solve(work, now.squares * scale * scale, next_reduction(report), most_iterations);
        double const before = now.squares;
        double const next_scale = scale / std::clamp(outcome.reduction, 1e-6, 1.0);
        now = balance_.correct(wind, scale, work, next_scale);
        scale = next_scale;
        report.iterations += outcome.iterations;
        ++report.corrections;
        judge(wind, now, first_squares, report);
        if (now.squares > 0.25 * before) break;  // round-off is reached
    }
    if (report.corrections == 0) balance_.close_walls(wind);
}

ProjectionReport DefectCorrection::project(state::WindField& wind) const {
    HACTHANH_EXPECT(&wind.mesh() == mesh_);
    ProjectionReport report;
    report.cells = mesh_->n_cells();
    report.air_cells = faces_.air_cells;
    report.sealed_cells = faces_.sealed_cells;
    auto work = take_work_space();
    correct(wind, *work, report);
    give_back(std::move(work));
    if (!good_enough(report) && !(report.relative_residual <= options_.relative_residual))
        throw SolverError(fmt::format("wind projection: residual {:.2g} after {} iterations (goal {:.2g}), worst in {}",
                                      report.relative_residual, report.iterations, options_.relative_residual,
                                      named(*mesh_, balance_.worst_cell(wind))));
    return report;
}

}  // namespace hacthanh::wind::detail
