#include "sim/demand/matrix_estimation.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::demand {
namespace {

constexpr double smallest_ratio = 1e-3;  ///< correction of one sweep where vehicles are modelled and none is counted

struct PathShare {
    std::size_t path;
    double share;
};

}  // namespace

std::vector<double> estimate_demand(std::vector<CountedPath> const& paths, std::vector<double> const& counted,
                                    EstimationOptions const& options) {
    HACTHANH_EXPECT(options.sweeps > 0 && options.relaxation > 0 && options.most_change > 1);
    std::vector<std::vector<PathShare>> passing(counted.size());
    std::vector<double> vehicles;
    vehicles.reserve(paths.size());
    for (std::size_t r = 0; r < paths.size(); ++r) {
        HACTHANH_EXPECT(paths[r].prior > 0);
        vehicles.push_back(paths[r].prior);
        for (Passage const& passage : paths[r].passages) passing.at(passage.count).push_back({r, passage.share});
    }
    for (int sweep = 0; sweep < options.sweeps; ++sweep) {
        double largest = 0;
        for (std::size_t a = 0; a < counted.size(); ++a) {
            double modelled = 0;
            for (auto const& [r, share] : passing[a]) modelled += share * vehicles[r];
            if (modelled <= 0) continue;
            double const ratio = std::max(counted[a] / modelled, smallest_ratio);
            largest = std::max(largest, std::abs(std::log(ratio)));
            for (auto const& [r, share] : passing[a]) {
                double const most = paths[r].prior * options.most_change;
                double const least = paths[r].prior / options.most_change;
                vehicles[r] = std::clamp(vehicles[r] * std::pow(ratio, options.relaxation * share), least, most);
            }
        }
        if (largest < 1e-6) break;
    }
    return vehicles;
}

std::vector<int> whole_vehicles(std::vector<double> const& vehicles) {
    std::vector<int> whole;
    whole.reserve(vehicles.size());
    double sum = 0;
    double given = 0;
    for (double const number : vehicles) {
        sum += number;
        double const rounded = std::floor(sum + 0.5);
        whole.push_back(static_cast<int>(rounded - given));
        given = rounded;
    }
    return whole;
}

}  // namespace hacthanh::demand
