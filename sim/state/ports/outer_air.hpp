#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::state {

/// The air around and in a mesh as an earlier run of a larger domain knows it: means over its output steps.
class OuterAir {
public:
    virtual ~OuterAir() = default;

    /// The middle of each output step [s of the traffic clock], ascending, at least one.
    virtual std::vector<double> const& times_s() const = 0;

    /// Concentrations of one step at the middles of cells of our mesh [kg/m3], [species][cell of `cells`].
    /// Throws RunError when they cannot be read.
    virtual std::vector<std::vector<float>> sample(std::size_t step, std::span<std::size_t const> cells) const = 0;
};

}  // namespace hacthanh::state
