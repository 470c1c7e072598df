#pragma once

#include "sim/city/geometry.hpp"

#include <string>
#include <vector>

namespace hacthanh::city {

/// A traffic light: what it controls and its program.
struct Signal {
    /// One letter of its states.
    struct Link {
        std::string from;  ///< road
        std::string to;
    };
    struct Phase {
        double duration_s = 0;
        std::string state;
    };

    std::string id;
    Point place;                ///< its junction [m]
    std::vector<Link> links;    ///< by their index; unnamed where nothing uses it
    std::vector<Phase> phases;  ///< of the program in use
    double offset_s = 0;        ///< of that program

    double cycle_s() const {
        double sum = 0;
        for (Phase const& phase : phases) sum += phase.duration_s;
        return sum;
    }
};

}  // namespace hacthanh::city
