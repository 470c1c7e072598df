#include "sim/impact/exposure.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <numeric>

namespace hacthanh::impact {

double weighted_mean(std::span<double const> people, std::span<float const> value) {
    HACTHANH_EXPECT(people.size() == value.size());
    double sum = 0;
    double all = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
        sum += people[i] * static_cast<double>(value[i]);
        all += people[i];
    }
    return all > 0 ? sum / all : 0.0;
}

double people_above(std::span<double const> people, std::span<float const> value, double limit) {
    HACTHANH_EXPECT(people.size() == value.size());
    double above = 0;
    for (std::size_t i = 0; i < people.size(); ++i)
        if (static_cast<double>(value[i]) > limit) above += people[i];
    return above;
}

double weighted_quantile(std::span<double const> people, std::span<float const> value, double share) {
    HACTHANH_EXPECT(people.size() == value.size() && !people.empty());
    std::vector<std::size_t> order(people.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return value[i]; });
    double const wanted = share * std::accumulate(people.begin(), people.end(), 0.0) * (1 - 1e-12);
    double sum = 0;
    for (std::size_t const i : order) {
        sum += people[i];
        if (sum >= wanted) return static_cast<double>(value[i]);
    }
    return static_cast<double>(value[order.back()]);
}

std::vector<WardExposure> by_ward(Places const& places, std::span<float const> value) {
    HACTHANH_EXPECT(places.size() == value.size());
    std::vector<WardExposure> wards(places.wards.size() + 1);
    for (std::size_t w = 0; w < places.wards.size(); ++w) wards[w].ward = static_cast<int>(w);
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto& ward = places.ward[i] < 0 ? wards.back() : wards[static_cast<std::size_t>(places.ward[i])];
        ward.people += places.people[i];
        ward.mean += places.people[i] * static_cast<double>(value[i]);
    }
    for (auto& ward : wards)
        if (ward.people > 0) ward.mean /= ward.people;
    if (wards.back().people == 0) wards.pop_back();
    return wards;
}

}  // namespace hacthanh::impact
