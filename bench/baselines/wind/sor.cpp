#include "bench/baselines/wind/solvers.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace hacthanh::bench {

struct SorSolver::State {
    explicit State(Problem const& p, int n_threads) : problem(&p), parallel(n_threads), lambda(p.d.n, 0.0F) {
        Dim const& d = p.d;
        for (auto& array : coefficient) array = AlignedArray<float>(d.n, 0.0F);
        inverse = AlignedArray<float>(d.n, 0.0F);
        for (int k = 0; k < d.nz; ++k)
            for (int j = 0; j < d.ny; ++j)
                for (int i = 0; i < d.nx; ++i) {
                    std::size_t const o = d.id(i, j, k);
                    std::array<float, 6> const c{p.kx * p.ox[o],        p.kx * p.ox[o - 1], p.ky * p.oy[o],
                                                 p.ky * p.oy[o - d.sx], p.kz * p.oz[o],     p.kz * p.oz[o - d.sy]};
                    float sum = 0;
                    for (std::size_t n = 0; n < 6; ++n) sum += coefficient[n][o] = c[n];
                    inverse[o] = sum > 0 ? omega / sum : 0.0F;
                }
        largest.resize(static_cast<std::size_t>(d.nz));
    }

    /// One colour of one plane; returns the largest change.
    float relax_plane(int k, int colour) {
        Dim const& d = problem->d;
        float change = 0;
        for (int j = 0; j < d.ny; ++j) {
            std::size_t const row = d.id(0, j, k);
            float* const x = lambda.data() + row;
            float const* const b = problem->b.data() + row;
            float const* const e = coefficient[0].data() + row;
            float const* const f = coefficient[1].data() + row;
            float const* const g = coefficient[2].data() + row;
            float const* const h = coefficient[3].data() + row;
            float const* const m = coefficient[4].data() + row;
            float const* const n = coefficient[5].data() + row;
            float const* const scale = inverse.data() + row;
            auto const sx = static_cast<std::ptrdiff_t>(d.sx);
            auto const sy = static_cast<std::ptrdiff_t>(d.sy);
            for (std::ptrdiff_t i = (j + k + colour) & 1; i < d.nx; i += 2) {
                float const sum = e[i] * x[i + 1] + f[i] * x[i - 1] + g[i] * x[i + sx] + h[i] * x[i - sx] +
                                  m[i] * x[i + sy] + n[i] * x[i - sy] + b[i];
                float const value = scale[i] * sum + (1 - omega) * x[i];
                change = std::max(change, std::fabs(value - x[i]));
                x[i] = value;
            }
        }
        return change;
    }

    void iterate() {
        auto const nz = static_cast<std::size_t>(problem->d.nz);
        std::size_t const n_chunks = std::max<std::size_t>(1, nz / 8);
        auto const border = [&](std::size_t chunk) { return static_cast<int>(nz * chunk / n_chunks); };
        std::ranges::fill(largest, 0.0F);
        auto const relax = [&](int k, int colour) {
            float& most = largest[static_cast<std::size_t>(k)];
            most = std::max(most, relax_plane(k, colour));
        };
        parallel.for_blocks(n_chunks, 1, [&](std::size_t chunk, std::size_t) {
            for (int k = border(chunk); k < border(chunk + 1); ++k) {
                relax(k, 0);
                if (k - 1 > border(chunk)) relax(k - 1, 1);
            }
        });
        parallel.for_blocks(n_chunks, 1, [&](std::size_t chunk, std::size_t) {
            relax(border(chunk), 1);
            relax(border(chunk + 1) - 1, 1);
        });
        if (!std::isfinite(*std::ranges::max_element(largest))) throw std::runtime_error("SOR gives no numbers");
    }

    static constexpr float omega = 1.78F;
    Problem const* problem;
    Parallel parallel;
    AlignedArray<float> lambda;
    std::array<AlignedArray<float>, 6> coefficient;
    AlignedArray<float> inverse;
    std::vector<float> largest;
    Outcome outcome;
};

SorSolver::SorSolver(Problem const& problem, int n_threads) : state_(std::make_unique<State>(problem, n_threads)) {}
SorSolver::~SorSolver() = default;

Outcome SorSolver::iterate(int n) {
    Stopwatch const watch;
    for (int iteration = 0; iteration < n; ++iteration) state_->iterate();
    state_->outcome.seconds += watch.seconds();
    state_->outcome.iterations += n;
    state_->outcome.relative_residual = relative_residual(*state_->problem, state_->lambda.data());
    return state_->outcome;
}

}  // namespace hacthanh::bench
