#include "sim/emission/emission_places.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hacthanh::emission {
namespace {

constexpr int cell_bits = 32;

}  // namespace

double* EmissionPlaces::masses(std::uint32_t road, std::size_t cell, state::VehicleGroup group) {
    HACTHANH_EXPECT(cell < (std::size_t{1} << cell_bits));
    auto const [place, is_new] = first_.try_emplace((std::uint64_t{road} << cell_bits) | cell, masses_.size());
    if (is_new) masses_.resize(masses_.size() + state::n_vehicle_groups * n_species_, 0.0);
    return &masses_[place->second + static_cast<std::size_t>(group) * n_species_];
}

std::vector<EmissionPlaces::Place> EmissionPlaces::sorted() const {
    std::vector<Place> places;
    places.reserve(first_.size());
    for (auto const& [key, first] : first_) {
        auto const* const from = &masses_[first];
        std::vector<double> const by_group(from, from + state::n_vehicle_groups * n_species_);
        std::vector<double> masses(n_species_, 0.0);
        for (std::size_t n = 0; n < by_group.size(); ++n) masses[n % n_species_] += by_group[n];
        places.push_back({static_cast<std::uint32_t>(key >> cell_bits), key & ((std::uint64_t{1} << cell_bits) - 1),
                          std::move(masses), by_group});
    }
    std::ranges::sort(places, {}, [](Place const& place) { return std::tuple(place.road, place.cell); });
    return places;
}

}  // namespace hacthanh::emission
