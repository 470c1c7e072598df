#include "sim/demand/equilibrium.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::demand {

double relative_gap(std::span<WayCosts const> costs) {
    double excess = 0;
    double best = 0;
    for (WayCosts const& way : costs) {
        excess += way.current_s - way.best_s;
        best += way.best_s;
    }
    return best > 0 ? excess / best : 0;
}

std::vector<std::size_t> trips_to_change(std::span<WayCosts const> costs, double share, double least_gain) {
    auto const gain = [&](std::size_t i) { return costs[i].current_s / costs[i].best_s - 1; };
    std::vector<std::size_t> ranked;
    for (std::size_t i = 0; i < costs.size(); ++i)
        if (costs[i].best_s > 0 && gain(i) > least_gain) ranked.push_back(i);
    std::ranges::stable_sort(ranked, [&](std::size_t a, std::size_t b) { return gain(a) > gain(b); });
    auto const most = static_cast<std::size_t>(std::ceil(share * static_cast<double>(costs.size())));
    ranked.resize(std::min(ranked.size(), most));
    return ranked;
}

}  // namespace hacthanh::demand
