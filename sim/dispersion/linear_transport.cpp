#include "sim/dispersion/linear_transport.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"
#include "sim/dispersion/detail/linear_fluxes.hpp"

#include <Eigen/IterativeLinearSolvers>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace hacthanh::dispersion {
namespace {

/// Collects what every face adds to the rows of the two cells beside it.
class Assembly {
public:
    Assembly(std::vector<std::size_t> const& row_of, std::size_t rows)
        : row_of_(row_of), inflow_(LinearTransport::Vector::Zero(static_cast<Eigen::Index>(rows))) {}

    /// What leaves `low` and enters `high`, as factors of concentrations [m3/s].
    void operator()(std::size_t low, std::size_t high, detail::LinearFlux const& flux) {
        add(low, flux, 1);
        add(high, flux, -1);
    }

    void add_loss(std::size_t cell, double rate) {
        if (rate > 0) entries_.emplace_back(row(cell), row(cell), rate);
    }

    void add_gain(std::size_t cell, std::size_t from, double rate) {
        if (rate > 0) entries_.emplace_back(row(cell), row(from), -rate);
    }

    LinearTransport::Matrix matrix() const {
        LinearTransport::Matrix matrix(inflow_.size(), inflow_.size());
        matrix.setFromTriplets(entries_.begin(), entries_.end());
        return matrix;
    }
    LinearTransport::Vector const& inflow() const { return inflow_; }

private:
    Eigen::Index row(std::size_t cell) const { return static_cast<Eigen::Index>(row_of_[cell]); }

    void add(std::size_t cell, detail::LinearFlux const& flux, double sign) {
        if (cell == detail::outside) return;
        for (std::size_t n = 0; n < flux.size; ++n) {
            auto const& [from, factor] = flux.terms[n];
            if (from == detail::outside)
                inflow_[row(cell)] -= sign * factor;
            else
                entries_.emplace_back(row(cell), row(from), sign * factor);
        }
    }

    std::vector<std::size_t> const& row_of_;
    std::vector<Eigen::Triplet<double>> entries_;
    LinearTransport::Vector inflow_;
};

double sum_of(std::span<double const> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Rows of the open cells, from where the wind comes to where it goes.
std::vector<std::uint32_t> downwind_rows(state::Flow const& flow, mesh::CityMesh const& mesh,
                                         std::vector<std::size_t> const& row_of) {
    double const east = sum_of(flow.wind.x()), north = sum_of(flow.wind.y());
    bool const north_slow = std::abs(north) >= std::abs(east);
    std::size_t const n_slow = north_slow ? mesh.ny() : mesh.nx(), n_fast = north_slow ? mesh.nx() : mesh.ny();
    bool const slow_up = (north_slow ? north : east) >= 0, fast_up = (north_slow ? east : north) >= 0;
    std::vector<std::uint32_t> rows;
    for (std::size_t a = 0; a < n_slow; ++a)
        for (std::size_t b = 0; b < n_fast; ++b) {
            std::size_t const slow = slow_up ? a : n_slow - 1 - a, fast = fast_up ? b : n_fast - 1 - b;
            for (std::size_t k = 0; k < mesh.nz(); ++k) {
                std::size_t const cell = north_slow ? mesh.cell({fast, slow, k}) : mesh.cell({slow, fast, k});
                if (mesh.is_open(cell)) rows.push_back(static_cast<std::uint32_t>(row_of[cell]));
            }
        }
    return rows;
}

LinearTransport::Vector solve_system(LinearTransport::Matrix const& matrix, LinearTransport::Vector const& right,
                                     double tolerance) {
    HACTHANH_EXPECT(right.size() == matrix.rows() && tolerance > 0);
    if (right.squaredNorm() == 0) return LinearTransport::Vector::Zero(right.size());
    Eigen::BiCGSTAB<LinearTransport::Matrix, Eigen::IncompleteLUT<double>> solver;
    solver.setTolerance(tolerance);
    solver.compute(matrix);
    LinearTransport::Vector const solution = solver.solve(right);
    double const residual = (matrix * solution - right).norm() / right.norm();
    if (!(residual <= 2 * tolerance))  // the solver's own residual drifts from the true one by rounding
        throw SolverError(
            fmt::format("linear transport: the relative residual is {:.2g} after {} iterations (asked for: {:.2g})",
                        residual, solver.iterations(), tolerance));
    return solution;
}

}  // namespace

LinearTransport::LinearTransport(LinearScheme scheme, state::Flow const& flow, mesh::CityMesh const& mesh,
                                 Removal const& removal, SlopeShares const* shares) {
    HACTHANH_EXPECT(!shares || std::ranges::all_of(shares->along, [&](auto const& of_axis) {
        return of_axis.size() == mesh.n_cells();
    }));
    HACTHANH_EXPECT(removal.settling_velocity >= 0 && removal.deposition_velocity >= removal.settling_velocity &&
                    removal.loss_rate >= 0);
    std::vector<std::size_t> row_of(mesh.n_cells());
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) {
        if (!mesh.is_open(cell)) continue;
        row_of[cell] = cells_.size();
        cells_.push_back(cell);
    }
    Assembly assembly(row_of, cells_.size());
    detail::for_each_linear_flux(
        scheme, flow, mesh, shares,
        [&](std::size_t low, std::size_t high, detail::LinearFlux const& flux) { assembly(low, high, flux); });
    std::size_t const layer = mesh.nx() * mesh.ny();
    double const area = mesh.cell_size() * mesh.cell_size();
    air_.resize(static_cast<Eigen::Index>(cells_.size()));
    for (std::size_t row = 0; row < cells_.size(); ++row) {
        std::size_t const cell = cells_[row];
        double const air = mesh.free_volume_fraction(cell);
        air_[static_cast<Eigen::Index>(row)] = air * mesh.layer_cell_volume(cell / layer);
        double const below =
            cell < layer ? 0.0 : mesh.z_aperture(cell);  // a z face has the number of the cell above it
        double const turbulent = cell < layer ? removal.deposition_velocity - removal.settling_velocity : 0.0;
        assembly.add_loss(cell, air * (turbulent * area + removal.loss_rate * mesh.layer_cell_volume(cell / layer)) +
                                    std::max(air, below) * removal.settling_velocity * area);
        if (below > 0) assembly.add_gain(cell - layer, cell, below * removal.settling_velocity * area);
    }
    matrix_ = assembly.matrix();
    downwind_ = downwind_rows(flow, mesh, row_of);
    inflow_source_ = assembly.inflow();
}

LinearTransport::Vector LinearTransport::solve(Vector const& source, double tolerance) const {
    return solve_system(matrix_, source, tolerance);
}

LinearTransport::Vector LinearTransport::solve_adjoint(Vector const& receptor, double tolerance) const {
    return solve_system(Matrix(matrix_.transpose()), receptor, tolerance);
}

}  // namespace hacthanh::dispersion
