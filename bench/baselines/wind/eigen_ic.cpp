#include "bench/baselines/wind/solvers.hpp"
#include "sim/core/stopwatch.hpp"

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/Sparse>
#include <array>
#include <stdexcept>
#include <vector>

namespace hacthanh::bench {

Outcome eigen_ic(Problem const& p) {
    using Matrix = Eigen::SparseMatrix<double>;
    Dim const& d = p.d;
    std::vector<int> number(d.n, -1);
    int n = 0;
    auto const sum_of = [](std::array<double, 6> const& c) { return c[0] + c[1] + c[2] + c[3] + c[4] + c[5]; };
    auto const coefficients = [&](std::size_t o) {
        return std::array<double, 6>{
            static_cast<double>(p.kz) * p.oz[o - d.sy], static_cast<double>(p.ky) * p.oy[o - d.sx],
            static_cast<double>(p.kx) * p.ox[o - 1],    static_cast<double>(p.kx) * p.ox[o],
            static_cast<double>(p.ky) * p.oy[o],        static_cast<double>(p.kz) * p.oz[o]};
    };
    for (int k = 0; k < d.nz; ++k)
        for (int j = 0; j < d.ny; ++j)
            for (int i = 0; i < d.nx; ++i)
                if (sum_of(coefficients(d.id(i, j, k))) > 0) number[d.id(i, j, k)] = n++;
    Matrix matrix(n, n);
    matrix.reserve(Eigen::VectorXi::Constant(n, 4));  // the lower triangle
    Eigen::VectorXd rhs(n);
    std::array<std::ptrdiff_t, 6> const step{
        -static_cast<std::ptrdiff_t>(d.sy), -static_cast<std::ptrdiff_t>(d.sx), -1, 1,
        static_cast<std::ptrdiff_t>(d.sx),  static_cast<std::ptrdiff_t>(d.sy)};
    for (std::size_t o = 0; o < d.n; ++o) {
        int const column = number[o];
        if (column < 0) continue;
        auto const c = coefficients(o);
        matrix.insert(column, column) = sum_of(c);
        for (std::size_t s = 3; s < 6; ++s) {
            int const row = number[o + static_cast<std::size_t>(step[s])];
            if (c[s] > 0 && row >= 0) matrix.insert(row, column) = -c[s];
        }
        rhs[column] = static_cast<double>(p.b[o]);
    }
    matrix.makeCompressed();
    Eigen::ConjugateGradient<Matrix, Eigen::Lower,
                             Eigen::IncompleteCholesky<double, Eigen::Lower, Eigen::NaturalOrdering<int>>>
        solver;
    solver.setTolerance(1e-6);
    solver.setMaxIterations(3000);
    solver.compute(matrix);
    Stopwatch const watch;
    Eigen::VectorXd const solution = solver.solve(rhs);
    Outcome outcome{watch.seconds(), static_cast<int>(solver.iterations()), 1};
    std::vector<double> x(d.n, 0.0);
    for (std::size_t o = 0; o < d.n; ++o)
        if (number[o] >= 0) x[o] = solution[number[o]];
    outcome.relative_residual = relative_residual(p, x.data());
    return outcome;
}

}  // namespace hacthanh::bench
