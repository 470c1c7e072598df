#pragma once
/// Threads. The only door to TBB.
///
/// Rule for reproducible results: work is cut into blocks whose borders depend on the problem alone, never on
/// the number of threads; each block writes its own output; sums are formed per block and added in order.

#include <cstddef>
#include <functional>
#include <memory>

namespace hacthanh {

/// Treats denormal numbers as zero on the calling thread and on worker threads started after it.
///
/// TBB hands its threads the floating-point settings of the moment the scheduler starts, so this must be the
/// first statement of main() and of every thread that calls kernels; otherwise 1 and N threads may differ.
void flush_denormals_to_zero();

/// A set of worker threads. Results never depend on how many there are.
class Parallel {
public:
    /// @param n_threads  0 = as many as the machine has
    explicit Parallel(int n_threads = 0);
    Parallel(Parallel&&) noexcept;
    Parallel& operator=(Parallel&&) noexcept;
    ~Parallel();

    int n_threads() const;

    /// Calls body(begin, end) for the blocks [0,grain), [grain,2*grain)… of [0,count), in any order.
    /// Exceptions of the body reach the caller. Precondition: grain > 0.
    void for_blocks(std::size_t count, std::size_t grain,
                    std::function<void(std::size_t begin, std::size_t end)> const& body) const;

    /// Sum of body(begin, end) over the same blocks, added in block order: same bits for any thread count.
    double sum_blocks(std::size_t count, std::size_t grain,
                      std::function<double(std::size_t begin, std::size_t end)> const& body) const;

private:
    struct Arena;
    std::unique_ptr<Arena> arena_;
};

}  // namespace hacthanh
