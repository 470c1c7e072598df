#include "sim/wind/projection.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"
#include "sim/wind/detail/flux_balance.hpp"
#include "sim/wind/detail/open_faces.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace hacthanh::wind {
namespace {

constexpr int most_corrections = 12;
/// Imbalance that is called closed, over the inflow: of a cell and of the whole domain. A tenth of what is promised.
constexpr double closed_cell = 1e-13;
constexpr double closed_domain = 1e-11;

ProjectionOptions const& checked(ProjectionOptions const& options) {
    validate(options.alpha_ratio >= 0.01 && options.alpha_ratio <= 100, "wind.alpha_ratio",
             fmt::format("{} (must be in [0.01, 100])", options.alpha_ratio));
    validate(options.relative_residual > 0 && options.relative_residual <= 0.1, "wind.relative_residual",
             fmt::format("{} (must be in (0, 0.1])", options.relative_residual));
    return options;
}

}  // namespace

struct Projection::Solver {
    Solver(mesh::CityMesh const& mesh, ProjectionOptions const& chosen, Parallel const& threads)
        : options(checked(chosen)),
          grid(&mesh),
          parallel(&threads),
          faces(detail::open_faces(mesh, options.open_lid)),
          balance(mesh, faces, options.alpha_ratio * options.alpha_ratio, threads) {
        validate(faces.air_cells > 0, "mesh",
                 fmt::format("none of {} cells can be reached by air from an open side", mesh.n_cells()),
                 "leave some cells at the border of the domain free of buildings, or open the lid");
    }

    double dot(std::vector<double> const& a, std::vector<double> const& b) const {
        return parallel->sum_blocks(a.size(), 1 << 14, [&](std::size_t begin, std::size_t end) {
            double sum = 0;
            for (std::size_t n = begin; n < end; ++n) sum += a[n] * b[n];
            return sum;
        });
    }

    /// Conjugate gradients with the diagonal as preconditioner; residual comes in as the right-hand side.
    int solve(std::vector<double>& residual, std::vector<double>& potential, double reduction) const {
        std::size_t const n = residual.size();
        std::vector<double> inverse(n, 0.0);
        for (std::size_t k = 0; k < grid->nz(); ++k)
            for (std::size_t j = 0; j < grid->ny(); ++j)
                for (std::size_t i = 0; i < grid->nx(); ++i) {
                    double const diagonal = balance.diagonal(i, j, k);
                    if (diagonal > 0) inverse[grid->cell({i, j, k})] = 1 / diagonal;
                }
        std::vector<double> search(n, 0.0);
        std::vector<double> image(n, 0.0);
        std::vector<double> preconditioned(n, 0.0);
        potential.assign(n, 0.0);
        double const goal = reduction * reduction * dot(residual, residual);
        double previous = 0;
        for (int iteration = 0; iteration < 5000; ++iteration) {
            if (dot(residual, residual) <= goal) return iteration;
            for (std::size_t c = 0; c < n; ++c) preconditioned[c] = inverse[c] * residual[c];
            double const current = dot(residual, preconditioned);
            double const keep = iteration > 0 ? current / previous : 0;
            for (std::size_t c = 0; c < n; ++c) search[c] = preconditioned[c] + keep * search[c];
            balance.apply(search, image);
            double const step = current / dot(search, image);
            for (std::size_t c = 0; c < n; ++c) {
                potential[c] += step * search[c];
                residual[c] -= step * image[c];
            }
            previous = current;
        }
        return 5000;
    }

    ProjectionOptions options;
    mesh::CityMesh const* grid;
    Parallel const* parallel;
    detail::OpenFaces faces;
    detail::FluxBalance balance;
};

Projection::Projection(mesh::CityMesh const& mesh, ProjectionOptions const& options, Parallel const& parallel)
    : solver_(std::make_unique<Solver>(mesh, options, parallel)) {}
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;
Projection::~Projection() = default;

ProjectionReport Projection::project(state::WindField& wind) const {
    HACTHANH_EXPECT(&wind.mesh() == solver_->grid);
    auto const& solver = *solver_;
    auto const& mesh = *solver.grid;
    ProjectionReport report;
    report.cells = mesh.n_cells();
    report.air_cells = solver.faces.air_cells;
    report.sealed_cells = solver.faces.sealed_cells;
    solver.balance.close_walls(wind);
    std::vector<double> excess(mesh.n_cells());
    std::vector<double> potential;
    double first_squares = 0;
    while (true) {
        auto const now = solver.balance.measure(wind, excess);
        if (!now.finite)
            throw SolverError(
                fmt::format("wind projection: the first guess is not a number around cell {}; "
                            "check the inflow",
                            now.worst_cell));
        if (report.corrections == 0) first_squares = now.squares;
        auto const exchange = solver.balance.exchange(wind);
        report.inflow = exchange.inflow;
        report.outflow = exchange.outflow;
        report.relative_residual = first_squares > 0 ? std::sqrt(now.squares / first_squares) : 0;
        report.cell_imbalance = exchange.inflow > 0 ? now.largest / exchange.inflow : 0;
        report.total_imbalance =
            exchange.inflow > 0 ? std::abs(exchange.outflow - exchange.inflow) / exchange.inflow : 0;
        bool const solved = report.relative_residual <= solver.options.relative_residual;
        bool const closed = report.cell_imbalance <= closed_cell && report.total_imbalance <= closed_domain;
        if (solved && (closed || !solver.options.close_fluxes)) return report;
        if (report.corrections == most_corrections) {
            if (solved) return report;
            throw SolverError(fmt::format(
                "wind projection: residual {:.2g} after {} iterations (goal {:.2g}), "
                "largest in cell {}",
                report.relative_residual, report.iterations, solver.options.relative_residual, now.worst_cell));
        }
        report.iterations += solver.solve(excess, potential, solver.options.close_fluxes ? 1e-8 : 1e-6);
        solver.balance.add_gradient(wind, potential);
        ++report.corrections;
    }
}

}  // namespace hacthanh::wind
