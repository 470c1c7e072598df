#pragma once

#include "io/xml.hpp"

namespace hacthanh::io::detail {

/// A window of SUMO's clock: [begin_s, end_s).
struct Window {
    double begin_s = 0;
    double end_s = 0;
};

/// 1 when a vehicle or trip departs in the window, else 0. Departures on an event ("triggered", "now") count.
double departures_of_vehicle(XmlElement const& vehicle, Window window);

/// Expected departures of a flow in the window, from its number, period (also exp(rate)), perHour, vehsPerHour or
/// probability (per second). A flow without an end goes on.
double departures_of_flow(XmlElement const& flow, Window window);

}  // namespace hacthanh::io::detail
