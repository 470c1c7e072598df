#pragma once

#include "sim/traffic/interventions.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::traffic::sumo {

/// Sends vehicles along new lines, one each headway.
class LineControl {
public:
    /// Throws RunError when there is no way from one stop to the next.
    void start(Intervention const& line, double time_s);
    void stop(Intervention const& line);
    void before_step(double time_s);

private:
    struct Service {
        Intervention const* line;
        std::string route;
        double next_s;
        std::uint64_t sent;
    };

    std::vector<Service> services_;
    std::uint64_t n_routes_ = 0;
};

}  // namespace hacthanh::traffic::sumo
