#include "sim/core/parallel.hpp"

#include "sim/core/contracts.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include <algorithm>
#include <numeric>
#include <vector>

namespace hacthanh {
namespace {

/// Debian's TBB is not built for the thread sanitizer, which sees neither that blocks begin after what stands before
/// for_blocks nor that they end before what follows it. These say so; races between blocks are still found.
#if defined(__SANITIZE_THREAD__)
void happens_before(char& mark) { __tsan_release(&mark); }
void happens_after(char& mark) { __tsan_acquire(&mark); }
#else
void happens_before(char& /*mark*/) {}
void happens_after(char& /*mark*/) {}
#endif

}  // namespace

void flush_denormals_to_zero() {
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040U);  // FTZ (bit 15) and DAZ (bit 6)
#endif
}

struct Parallel::Arena {
    explicit Arena(int n_threads)
        : limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(n_threads)), arena(n_threads) {}
    tbb::global_control limit;
    tbb::task_arena arena;
};

Parallel::Parallel(int n_threads)
    : arena_(std::make_unique<Arena>(n_threads > 0 ? n_threads : tbb::info::default_concurrency())) {}
Parallel::Parallel(Parallel&&) noexcept = default;
Parallel& Parallel::operator=(Parallel&&) noexcept = default;
Parallel::~Parallel() = default;

int Parallel::n_threads() const { return arena_->arena.max_concurrency(); }

void Parallel::for_blocks(std::size_t count, std::size_t grain,
                          std::function<void(std::size_t, std::size_t)> const& body) const {
    HACTHANH_EXPECT(grain > 0);
    std::size_t const n_blocks = (count + grain - 1) / grain;
    auto const run_block = [&](std::size_t block) { body(block * grain, std::min(count, (block + 1) * grain)); };
    if (n_threads() == 1 || n_blocks < 2) {
        for (std::size_t block = 0; block < n_blocks; ++block) run_block(block);
        return;
    }
    char begin = 0;
    char end = 0;
    happens_before(begin);
    arena_->arena.execute([&] {
        tbb::parallel_for(
            tbb::blocked_range<std::size_t>(0, n_blocks, 1),
            [&](tbb::blocked_range<std::size_t> const& blocks) {
                happens_after(begin);
                for (std::size_t block = blocks.begin(); block != blocks.end(); ++block) run_block(block);
                happens_before(end);
            },
            tbb::simple_partitioner());
    });
    happens_after(end);
}

double Parallel::sum_blocks(std::size_t count, std::size_t grain,
                            std::function<double(std::size_t, std::size_t)> const& body) const {
    HACTHANH_EXPECT(grain > 0);
    std::vector<double> partial((count + grain - 1) / grain, 0.0);
    for_blocks(count, grain, [&](std::size_t begin, std::size_t end) { partial[begin / grain] = body(begin, end); });
    return std::accumulate(partial.begin(), partial.end(), 0.0);
}

}  // namespace hacthanh
