#pragma once

#include "sim/city/city.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/road_series.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace hacthanh::run {

/// The mixing that vehicles make in the cells of their streets (docs/theory/transport.md, vehicles stir).
///
/// sigma_w0^2 = b^2 sum N V S^2 / W as in canyons (dispersion::vehicle_turbulence), in every column of cells that a
/// road crosses, with the column's plan area in place of length times width: what the traffic stirs is the same on any
/// mesh. It adds to the wind's turbulence as OSPM adds them, by squares: K_z = hypot(K_wind, sigma_w0 l), l = kappa
/// min(z, h0) / (1.3 Sc), the relation that K and sigma_w have in the neutral surface layer, up to the wake's height
/// h0; above it K stays, as sigma falls with 1/z and l grows with z away from a source of turbulence without shear
/// (Hopfinger & Toly 1976, doi:10.1017/S0022112076002371). The traffic of 300 s acts in the 300 s that follow. Depends
/// on the traffic alone, not on concentrations: transport stays linear in emissions. Roads whose exhaust a canyon's box
/// holds stir that box instead. Without traffic the flow is the wind's own, the same object. Cost: a pass over the
/// crossed columns every 300 s and one flow of memory. One object serves one thread at a time.
class VehicleMixing {
public:
    /// @param held  by road: 1 = a canyon's box holds its exhaust  @param mesh  must outlive this
    VehicleMixing(scenario::Scenario const& scenario, city::City const& city, mesh::CityMesh const& mesh,
                  std::vector<char> const& held);

    bool on() const { return !roads_.empty(); }
    /// The wind from now on. It must outlive its use.
    void set_flow(state::Flow const& flow);
    /// The wind's flow with what vehicles add; valid until the next set_flow() or add() that returns true.
    state::Flow const& flow() const { return stirred_ ? *stirred_ : *wind_; }
    /// Counts traffic. @return whether flow() has changed
    bool add(state::RoadSeries const& roads, double duration_s);

    /// What a resumed run must know: memory_size() numbers.
    std::vector<double> memory() const;
    std::size_t memory_size() const { return on() ? 1 + 2 * columns_.size() : 0; }
    /// Before set_flow().
    void remember(std::span<double const> memory);

private:
    struct Crossing {
        std::size_t road;
        std::vector<std::pair<std::size_t, double>> columns;  ///< place in columns_, share of the road's length
    };
    void stir();

    mesh::CityMesh const* mesh_;
    double schmidt_number_;
    std::vector<Crossing> roads_;
    std::vector<std::size_t> columns_;  ///< of the mesh, crossed by a road
    std::vector<double> sum_;           ///< of the window that runs: integral of sigma_w0^2 over time [m2/s]
    std::vector<double> square_;        ///< of the window before: sigma_w0^2 [m2/s2]
    double counted_s_ = 0;
    state::Flow const* wind_ = nullptr;
    std::optional<state::Flow> stirred_;
};

}  // namespace hacthanh::run
