#include "sim/answers/steady_solver.hpp"

#include "sim/answers/detail/kernel_choice.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace hacthanh::answers {
namespace {

constexpr int most_iterations = 2000;
constexpr int most_corrections = 60;
constexpr double least_inner = 1e-5;  // that single precision reduces a residual by; our choice

using Numbers = std::array<double, detail::most_lanes>;  ///< one a lane
using Factors = std::array<float, detail::most_lanes>;

/// Reduces residuals of one block in single precision.
class Corrector {
public:
    Corrector(detail::SweepMatrix const& matrix, detail::LaneKernels const& kernels)
        : rows_(matrix.rows()), sweep_(matrix.sweep()), kernels_(kernels), lanes_(kernels.lanes) {
        for (auto* const vector : {&residual, &sum_, &shadow_, &direction_, &v_, &y_, &t_})
            vector->assign(rows_.n * lanes_, 0.0F);
    }

    std::vector<float> residual;  ///< [row][lane], of about length 1 where a lane is asked for

    /// What to add to the solutions, so that each residual falls by `reduction` of its lane (0 = leave it alone).
    std::vector<float> const& correct(Numbers const& reduction, std::array<int, detail::most_lanes>& iterations) {
        Numbers rho{}, squares{}, with{};
        Factors const none{};
        Factors one{};
        one.fill(1);
        std::ranges::fill(sum_, 0.0F);
        kernels_.scaled(rows_.n, one.data(), residual.data(), direction_.data());
        kernels_.sweep(sweep_, direction_.data(), y_.data());
        // A shadow as long as the plume: that of a source in one cell would lose it with the first step.
        kernels_.scaled(rows_.n, one.data(), y_.data(), shadow_.data());
        kernels_.correct(rows_.n, none.data(), y_.data(), y_.data(), sum_.data(), residual.data(), shadow_.data(),
                         squares.data(), rho.data());
        Numbers const start = squares;
        std::array<bool, detail::most_lanes> busy{};
        for (std::size_t l = 0; l < lanes_; ++l) busy[l] = reduction[l] > 0 && start[l] > 0;
        while (std::ranges::any_of(busy, std::identity{})) {
            Factors alpha{}, omega{}, beta{};
            kernels_.multiply(rows_, y_.data(), v_.data(), shadow_.data(), squares.data(), with.data());
            for (std::size_t l = 0; l < lanes_; ++l) {
                auto const step = static_cast<float>(rho[l] / with[l]);
                busy[l] = busy[l] && std::isfinite(step);  // else broken down: begin anew from here
                if (busy[l]) alpha[l] = step;
            }
            kernels_.add(rows_.n, alpha.data(), y_.data(), sum_.data());
            Factors minus = alpha;
            for (float& factor : minus) factor = -factor;
            kernels_.add(rows_.n, minus.data(), v_.data(), residual.data());
            kernels_.sweep(sweep_, residual.data(), y_.data());
            kernels_.multiply(rows_, y_.data(), t_.data(), residual.data(), squares.data(), with.data());
            for (std::size_t l = 0; l < lanes_; ++l)
                if (busy[l] && squares[l] > 0) omega[l] = static_cast<float>(with[l] / squares[l]);
            kernels_.correct(rows_.n, omega.data(), y_.data(), t_.data(), sum_.data(), residual.data(), shadow_.data(),
                             squares.data(), with.data());
            for (std::size_t l = 0; l < lanes_; ++l) {
                if (!busy[l]) continue;
                double const next = with[l] / rho[l] * static_cast<double>(alpha[l]) / static_cast<double>(omega[l]);
                bool const reached = squares[l] <= reduction[l] * reduction[l] * start[l];
                // Broken down: begin anew from here.
                bool const broken = !std::isfinite(next) || !std::isfinite(squares[l]);
                busy[l] = !reached && !broken && ++iterations[l] < most_iterations;
                if (busy[l]) beta[l] = static_cast<float>(next);
                rho[l] = with[l];
            }
            if (std::ranges::none_of(busy, std::identity{})) break;
            kernels_.turn(rows_.n, beta.data(), omega.data(), residual.data(), v_.data(), direction_.data());
            kernels_.sweep(sweep_, direction_.data(), y_.data());
        }
        return sum_;
    }

private:
    detail::RowsView rows_;
    detail::SweepView sweep_;
    detail::LaneKernels const& kernels_;
    std::size_t lanes_;
    std::vector<float> sum_, shadow_, direction_, v_, y_, t_;
};

detail::SweepMatrix ordered(dispersion::LinearTransport const& transport, Side side) {
    if (side == Side::forward) return {transport.matrix(), transport.downwind()};
    auto const& downwind = transport.downwind();
    return {SteadySolver::Matrix(transport.matrix().transpose()),
            std::vector<std::uint32_t>(downwind.rbegin(), downwind.rend())};
}

}  // namespace

SteadySolver::SteadySolver(dispersion::LinearTransport const& transport, Side side, double tolerance)
    : matrix_(ordered(transport, side)), tolerance_(tolerance) {
    HACTHANH_EXPECT(tolerance > 0);
}

Lanes SteadySolver::solve(Lanes const& right) const {
    auto const& set = detail::best_kernels();
    auto const& kernels = right.n() == 1 ? set.one : set.many;
    HACTHANH_EXPECT(right.n() == kernels.lanes && right.values().size() == matrix_.n() * right.n());
    Lanes x = zeros(right.n());
    Corrector corrector(matrix_, kernels);
    std::array<int, detail::most_lanes> iterations{};
    Numbers aim{};
    for (int correction = 0;; ++correction) {
        Numbers squares{}, reduction{}, length{};
        kernels.residual(matrix_.rows(), right.values().data(), x.values().data(), corrector.residual.data(),
                         squares.data());
        Factors shorten{};
        bool all = true;
        for (std::size_t l = 0; l < right.n(); ++l) {
            double const norm = std::sqrt(squares[l]);
            if (correction == 0) aim[l] = tolerance_ * norm;
            if (norm <= aim[l]) continue;
            all = false;
            if (correction == most_corrections || !std::isfinite(norm) || iterations[l] >= most_iterations)
                throw SolverError(
                    fmt::format("steady transport: the relative residual is {:.2g} after {} iterations (asked for: "
                                "{:.2g})",
                                tolerance_ * norm / aim[l], iterations[l], tolerance_));
            shorten[l] = static_cast<float>(1 / norm);
            length[l] = norm;
            reduction[l] = std::max(least_inner, 0.5 * aim[l] / norm);
        }
        if (all) return x;
        kernels.scaled(matrix_.n(), shorten.data(), corrector.residual.data(), corrector.residual.data());
        auto const& add = corrector.correct(reduction, iterations);
        kernels.update(matrix_.n(), length.data(), add.data(), x.values().data());
    }
}

}  // namespace hacthanh::answers
