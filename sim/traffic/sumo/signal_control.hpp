#pragma once

#include "sim/traffic/interventions.hpp"

#include <map>
#include <string>

namespace hacthanh::traffic::sumo {

/// Other programs of traffic lights, for a time. A program begins in the phase that its offset asks for; when it ends,
/// the light's usual program comes back where it would be by its own offset of 0.
class SignalControl {
public:
    /// Throws RunError when a state has not one letter per link: SUMO would take it.
    void start(Intervention const& change, double time_s);
    void stop(Intervention const& change, double time_s);

private:
    std::map<std::string, std::string> usual_program_;
};

}  // namespace hacthanh::traffic::sumo
