#include "sim/run/spin_up.hpp"

#include <algorithm>

namespace hacthanh::run {

SpinUp plan_spin_up(scenario::Scenario const& scenario, mesh::CityMesh const& mesh,
                    state::InflowProfile const& inflow) {
    if (scenario.run.spin_up_s) return {*scenario.run.spin_up_s, *scenario.run.spin_up_s};
    double const length = std::max(mesh.extent().width(), mesh.extent().height());
    double const speed = inflow.speed[mesh.layer_at(0.5 * mesh.z_faces().back())];
    double const wanted = scenario.traffic.warm_up_s + 1.5 * length / speed;
    double const half = 0.5 * (scenario.traffic.end_s - scenario.traffic.begin_s);
    return {std::min(wanted, half), wanted};
}

}  // namespace hacthanh::run
