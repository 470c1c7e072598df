#include "sim/emission/emission_places.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <tuple>

namespace hacthanh::emission {
namespace {

constexpr int cell_bits = 32;

}  // namespace

double* EmissionPlaces::masses(std::uint32_t road, std::size_t cell) {
    HACTHANH_EXPECT(cell < (std::size_t{1} << cell_bits));
    auto const [place, is_new] = first_.try_emplace((std::uint64_t{road} << cell_bits) | cell, masses_.size());
    if (is_new) masses_.resize(masses_.size() + n_species_, 0.0);
    return &masses_[place->second];
}

std::vector<EmissionPlaces::Place> EmissionPlaces::sorted() const {
    std::vector<Place> places;
    places.reserve(first_.size());
    for (auto const& [key, first] : first_) {
        auto const* const from = &masses_[first];
        places.push_back({static_cast<std::uint32_t>(key >> cell_bits), key & ((std::uint64_t{1} << cell_bits) - 1),
                          std::vector<double>(from, from + n_species_)});
    }
    std::ranges::sort(places, {}, [](Place const& place) { return std::tuple(place.road, place.cell); });
    return places;
}

}  // namespace hacthanh::emission
