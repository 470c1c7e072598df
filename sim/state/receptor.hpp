#pragma once

#include <string>
#include <vector>

namespace hacthanh::state {

/// A point whose air is kept at every coupling interval.
struct Receptor {
    std::string name;
    std::string name_vi;  ///< Vietnamese; may be empty
    std::string kind;     ///< "school", "hospital", "monitor", "point"…
    double x = 0;         ///< network coordinates [m]
    double y = 0;         ///< [m]
    double height = 1.5;  ///< over ground [m]
};

/// The air at all receptors in one output interval.
struct ReceptorSeries {
    std::vector<double> end_s{};  ///< end of each coupling interval [s of the traffic clock]
    /// Concentrations at that moment [kg/m3], [interval][species][receptor].
    std::vector<float> concentration{};
};

}  // namespace hacthanh::state
