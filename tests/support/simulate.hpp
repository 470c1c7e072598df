#pragma once

#include "io/demand/traffic_case.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"

namespace hacthanh::test {

/// Simulations in the traffic worker, as the command runs them.
inline void simulate(io::SimulationOrder const& order) {
    traffic::LibsumoTrafficSettings settings;
    settings.worker = std::filesystem::path(HACTHANH_BINARY_DIR) / "hacthanh-traffic";
    settings.sumo_config = order.config;
    settings.begin_s = order.begin_s;
    settings.end_s = order.end_s;
    settings.seed = order.seed;
    settings.output_folder = order.outputs;
    settings.check_every = 0;
    settings.extra_options = {"--additional-files", order.additional_files};
    traffic::LibsumoTrafficSource source(settings);
    while (source.next_step()) {
    }
}

}  // namespace hacthanh::test
