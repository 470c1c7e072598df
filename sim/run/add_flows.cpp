#include "sim/run/add_flows.hpp"

#include "sim/core/contracts.hpp"

#include <span>

namespace hacthanh::run {
namespace {

constexpr std::size_t grain = 65536;

template <class T>
void add(std::span<T> sum, std::span<T const> part, double weight, Parallel const& parallel) {
    HACTHANH_EXPECT(sum.size() == part.size());
    parallel.for_blocks(sum.size(), grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            sum[n] = static_cast<T>(static_cast<double>(sum[n]) + weight * static_cast<double>(part[n]));
    });
}

template <class T>
void multiply(std::span<T> values, double weight, Parallel const& parallel) {
    parallel.for_blocks(values.size(), grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) values[n] = static_cast<T>(weight * static_cast<double>(values[n]));
    });
}

}  // namespace

void add_scaled(state::Flow& sum, state::Flow const& part, double wind_weight, double turbulence_weight,
                Parallel const& parallel) {
    add(sum.wind.x(), part.wind.x(), wind_weight, parallel);
    add(sum.wind.y(), part.wind.y(), wind_weight, parallel);
    add(sum.wind.z(), part.wind.z(), wind_weight, parallel);
    add(sum.turbulence.vertical_diffusivity.z(), part.turbulence.vertical_diffusivity.z(), turbulence_weight, parallel);
    add(sum.turbulence.horizontal_diffusivity.values(), part.turbulence.horizontal_diffusivity.values(),
        turbulence_weight, parallel);
}

void scale(state::Flow& flow, double wind_weight, double turbulence_weight, Parallel const& parallel) {
    multiply(flow.wind.x(), wind_weight, parallel);
    multiply(flow.wind.y(), wind_weight, parallel);
    multiply(flow.wind.z(), wind_weight, parallel);
    multiply(flow.turbulence.vertical_diffusivity.z(), turbulence_weight, parallel);
    multiply(flow.turbulence.horizontal_diffusivity.values(), turbulence_weight, parallel);
}

}  // namespace hacthanh::run
