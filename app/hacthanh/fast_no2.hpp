#pragma once

#include "app/hacthanh/fast_air.hpp"
#include "app/hacthanh/formed_air.hpp"
#include "app/hacthanh/session.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/pollutant.hpp"
#include "sim/run/emission_by_road.hpp"

#include <string>
#include <vector>

namespace hacthanh::app {

/// A species at every receptor, background included [ug/m3].
struct FormedSpecies {
    Pollutant pollutant = Pollutant::no2;
    std::vector<float> air;
};

/// NO2, NO and ozone of `whatif --fast`, formed after the products with the background and sun of each scenario.
/// Const members may be called by several threads.
class FastNo2 {
public:
    /// @param base  the scenario of the question; all must outlive this
    FastNo2(FastAir const& air, Session const& base, Parallel const& parallel);

    /// Why nothing is formed, for the user; empty when it is.
    std::string const& why_not() const { return why_not_; }

    /// What an emission makes in a scenario; nothing when it is not formed.
    /// @param nox  rates of NOx at the table's sources [kg/s]
    std::vector<FormedSpecies> formed(Session const& session, run::EmissionByRoad const& emission,
                                      std::vector<double> const& nox) const;

private:
    FastAir const& air_;
    Parallel const& parallel_;
    std::string why_not_;
};

}  // namespace hacthanh::app
