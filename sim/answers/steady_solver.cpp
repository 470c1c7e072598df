#include "sim/answers/steady_solver.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace hacthanh::answers {
namespace {

constexpr double drop_tolerance = 1e-4;  // of the factors' entries, relative to their row; our choice
constexpr int fill_factor = 4;           // entries of the factors over those of the matrix, at most; our choice
constexpr int most_iterations = 2000;
constexpr int most_restarts = 50;
constexpr double least_cosine = 1e-10;  // of residual and shadow; our choice

}  // namespace

SteadySolver::SteadySolver(Matrix matrix, double tolerance) : matrix_(std::move(matrix)), tolerance_(tolerance) {
    HACTHANH_EXPECT(matrix_.rows() == matrix_.cols() && tolerance > 0);
    factors_.setDroptol(drop_tolerance);
    factors_.setFillfactor(fill_factor);
    factors_.compute(matrix_);
    if (factors_.info() != Eigen::Success) throw SolverError("steady transport: the matrix cannot be factorised");
}

SteadySolver::Vector SteadySolver::solve(Vector const& right) const {
    HACTHANH_EXPECT(right.size() == matrix_.rows());
    double const aim = tolerance_ * right.norm();
    Vector x = Vector::Zero(right.size());
    Vector residual = right;
    int iterations = 0;
    for (int start = 0; start < most_restarts && residual.norm() > aim; ++start) {
        Vector const shadow = residual;
        Vector direction = residual;
        double rho = residual.squaredNorm();
        while (iterations < most_iterations && residual.norm() > 0.5 * aim) {
            ++iterations;
            Vector const y = factors_.solve(direction);
            Vector const v = matrix_ * y;
            double const alpha = rho / shadow.dot(v);
            residual -= alpha * v;
            Vector const z = factors_.solve(residual);
            Vector const t = matrix_ * z;
            double const length = t.squaredNorm();
            double const omega = length > 0 ? t.dot(residual) / length : 0.0;
            x += alpha * y + omega * z;
            residual -= omega * t;
            double const next = shadow.dot(residual);
            double const beta = next / rho * (alpha / omega);
            // Broken down, as when a source in one cell is gone from it: begin anew from here.
            if (!std::isfinite(beta) || std::abs(next) <= least_cosine * shadow.norm() * residual.norm()) break;
            rho = next;
            direction = residual + beta * (direction - omega * v);
        }
        residual = right - matrix_ * x;  // the recurrence drifts from the true residual by rounding
    }
    if (!(residual.norm() <= aim))
        throw SolverError(
            fmt::format("steady transport: the relative residual is {:.2g} after {} iterations (asked for: "
                        "{:.2g})",
                        residual.norm() / right.norm(), iterations, tolerance_));
    return x;
}

}  // namespace hacthanh::answers
