#include "app/hacthanh/fast_people.hpp"

#include "sim/core/error.hpp"

#include <cmath>
#include <map>
#include <utility>

namespace hacthanh::app {
namespace {

/// A place to the decimetre: middles of the same cell agree, those of others do not.
std::pair<long, long> key(double x, double y) { return {std::lround(10 * x), std::lround(10 * y)}; }

}  // namespace

double PeopleWeights::mean(std::vector<float> const& air) const {
    double sum = 0;
    for (std::size_t r = 0; r < share.size(); ++r) sum += share[r] * static_cast<double>(air[r]);
    return sum;
}

PeopleWeights people_weights(io::ResultReader const& base, io::PlaceFiles const& files,
                             state::TransferTable const& table) {
    auto const places = io::read_places(base, files);
    std::map<std::pair<long, long>, std::size_t> receptors;
    for (std::size_t r = 0; r < table.x.size(); ++r) receptors.emplace(key(table.x[r], table.y[r]), r);
    PeopleWeights weights{std::vector<double>(table.x.size(), 0.0), places.has_population, places.missing};
    double sum = 0;
    for (std::size_t p = 0; p < places.size(); ++p) {
        auto const found = receptors.find(key(places.at[p].x, places.at[p].y));
        if (found == receptors.end()) continue;
        weights.share[found->second] += places.people[p];
        sum += places.people[p];
    }
    validate(sum > 0, base.path(), "nobody lives at a receptor of the tables", "make them with --spacing 1");
    for (double& share : weights.share) share /= sum;
    if (places.has_population) weights.people = sum;
    return weights;
}

}  // namespace hacthanh::app
