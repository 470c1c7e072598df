#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/parallel.hpp"

namespace hacthanh::bench {

/// Memory bandwidth of a[i] = b[i] + 3 c[i], 24 bytes an element, arrays far larger than any cache.
class Triad {
public:
    Triad();
    /// One pass on as many threads as `parallel` has [GB/s], wall time.
    double measure(Parallel const& parallel);

private:
    AlignedArray<double> a_;
    AlignedArray<double> b_;
    AlignedArray<double> c_;
};

}  // namespace hacthanh::bench
