#pragma once

#include "sim/traffic/interventions.hpp"
#include "sim/traffic/sumo/event_counts.hpp"
#include "sim/traffic/sumo/level_control.hpp"
#include "sim/traffic/sumo/line_control.hpp"
#include "sim/traffic/sumo/road_control.hpp"
#include "sim/traffic/sumo/route_control.hpp"
#include "sim/traffic/sumo/signal_control.hpp"
#include "sim/traffic/sumo/vehicle_reader.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::traffic::sumo {

/// Applies measures to the running simulation, each in its windows, and takes them back.
///
/// Without interventions nothing is called, and the simulation's bits are those of one without measures; the same holds
/// before the first window begins.
class InterventionControl {
public:
    explicit InterventionControl(VehicleReader& reader) : reader_(reader) {}

    /// What will happen from now on. @param scale  SUMO's demand factor without measures
    void begin(Interventions plan, double scale);

    /// To be called before the step that starts at `time_s`.
    void before_step(double time_s);
    /// To be called after it, when the reader knows who came and went.
    void after_step(double time_s);

    /// Vehicles taken out so far.
    std::uint64_t n_removed() const { return routes_.n_removed(); }
    std::uint64_t removed_among(std::vector<std::string> const& arrived) { return routes_.removed_among(arrived); }
    std::vector<state::TrafficEvent> const& events() const { return events_.all(); }

private:
    void start(Intervention const& change, double time_s);
    void stop(Intervention const& change, double time_s);
    void scale_demand(Intervention const& change, double factor);

    VehicleReader& reader_;
    Interventions plan_;
    double scale_ = 1;
    std::vector<bool> active_;
    EventCounts events_;
    RoadControl roads_;
    SignalControl signals_;
    LineControl lines_;
    LevelControl levels_{reader_};
    RouteControl routes_{reader_, levels_, events_};
    std::uint64_t steps_ = 0;
};

}  // namespace hacthanh::traffic::sumo
