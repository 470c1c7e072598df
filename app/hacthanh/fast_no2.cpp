#include "app/hacthanh/fast_no2.hpp"

namespace hacthanh::app {
namespace {

constexpr double ug_of_kg = 1e9;
constexpr std::size_t rows_at_once = 256;

}  // namespace

FastNo2::FastNo2(FastAir const& air, Session const& base, Parallel const& parallel)
    : air_(air),
      parallel_(parallel),
      why_not_(base.scenario().chemistry.on() ? why_no_no2(air.table()) : "the scenario has no chemistry") {}

std::vector<FormedSpecies> FastNo2::formed(Session const& session, run::EmissionByRoad const& emission,
                                           std::vector<double> const& nox) const {
    if (!why_not_.empty()) return {};
    auto const no2 = air_.rates_of(emission, session.city(), Pollutant::no2).rates;
    auto const [background, rates] = reacting_background(session);
    auto const places = place_products(air_.table(), nox, no2, parallel_);
    std::vector<float> const empty(places.size());
    std::vector<FormedSpecies> all{{Pollutant::no2, empty}, {Pollutant::no, empty}, {Pollutant::o3, empty}};
    parallel_.for_blocks(places.size(), rows_at_once,
                         [&, &background = background, &rates = rates](std::size_t first, std::size_t last) {
                             for (std::size_t r = first; r < last; ++r) {
                                 auto const now = in_kg(chemistry::formed(aged_air(places[r], background), rates));
                                 all[0].air[r] = static_cast<float>(now.no2 * ug_of_kg);
                                 all[1].air[r] = static_cast<float>(now.no * ug_of_kg);
                                 all[2].air[r] = static_cast<float>(now.o3 * ug_of_kg);
                             }
                         });
    return all;
}

}  // namespace hacthanh::app
