#include "app/hacthanh/simulate_traffic.hpp"

#include "app/hacthanh/program_folder.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"

namespace hacthanh::app {

void simulate_traffic(io::SimulationOrder const& order) {
    traffic::LibsumoTrafficSettings settings;
    settings.worker = program_folder() / "hacthanh-traffic";
    settings.sumo_config = std::filesystem::absolute(order.config);
    settings.begin_s = order.begin_s;
    settings.end_s = order.end_s;
    settings.seed = order.seed;
    settings.output_folder = std::filesystem::absolute(order.outputs);
    settings.check_every = 0;  // emissions are not looked at here
    settings.extra_options = {"--additional-files", order.additional_files};
    traffic::LibsumoTrafficSource source(settings);
    while (source.next_step()) {
    }
}

}  // namespace hacthanh::app
