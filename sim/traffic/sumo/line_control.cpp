#include "sim/traffic/sumo/line_control.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <libsumo/libsumo.h>

#include <utility>

namespace hacthanh::traffic::sumo {

void LineControl::start(Intervention const& line, double time_s) {
    std::vector<std::string> edges = {line.stops.front().edge};
    for (std::size_t n = 1; n < line.stops.size(); ++n) {
        std::string const& from = line.stops[n - 1].edge;
        std::string const& to = line.stops[n].edge;
        if (from == to) continue;
        auto const way = libsumo::Simulation::findRoute(from, to, line.vehicle_type).edges;
        if (way.empty())
            throw RunError(
                fmt::format("{}: there is no way for {} from {} to {}", line.label, line.vehicle_type, from, to));
        edges.insert(edges.end(), way.begin() + 1, way.end());
    }
    std::string route = fmt::format("measure.{}", n_routes_++);
    libsumo::Route::add(route, edges);
    services_.push_back({&line, std::move(route), time_s, 0});
}

void LineControl::stop(Intervention const& line) {
    std::erase_if(services_, [&](Service const& service) { return service.line == &line; });
}

void LineControl::before_step(double time_s) {
    for (Service& service : services_) {
        if (time_s < service.next_s) continue;
        service.next_s += service.line->headway_s;
        std::string const vehicle = fmt::format("{}.{}", service.route, service.sent++);
        libsumo::Vehicle::add(vehicle, service.route, service.line->vehicle_type, "now", "best", "base", "max");
        for (LineStop const& stop : service.line->stops)
            libsumo::Vehicle::setStop(vehicle, stop.edge, stop.position_m, 0, service.line->dwell_s);
    }
}

}  // namespace hacthanh::traffic::sumo
