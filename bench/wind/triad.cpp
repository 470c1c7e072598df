#include "bench/wind/triad.hpp"

#include "sim/core/stopwatch.hpp"

namespace hacthanh::bench {
namespace {

constexpr std::size_t n = std::size_t(1) << 24;

}  // namespace

Triad::Triad() : a_(n, 1.0), b_(n, 2.0), c_(n, 3.0) {}

double Triad::measure(Parallel const& parallel) {
    Stopwatch const watch;
    parallel.for_blocks(n, n / 64, [&](std::size_t begin, std::size_t end) {
        double* __restrict to = a_.data();
        double const* __restrict from = b_.data();
        double const* __restrict other = c_.data();
        for (std::size_t i = begin; i < end; ++i) to[i] = from[i] + 3.0 * other[i];
    });
    return 24e-9 * static_cast<double>(n) / watch.seconds();
}

}  // namespace hacthanh::bench
