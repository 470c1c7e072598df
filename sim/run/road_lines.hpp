#pragma once

#include "sim/city/city.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/road_series.hpp"

#include <vector>

namespace hacthanh::run {

/// The city's roads as Gaussian line sources (dispersion::LineSource): the steady concentrations in the lowest layer.
///
/// A road emits evenly over its axis, from the wakes of its vehicles: as high as their mean, by distance driven;
/// heights in half metres and widths in lanes make the kinds of source. Roads off the mesh count too. Above the lowest
/// layer is the background alone. Of removal it knows first-order loss, along the way from the road; the background is
/// added as given.
class RoadLines {
public:
    /// City and mesh must outlive this. @param tolerance  dispersion.line_tolerance  @param removal  one per species
    RoadLines(city::City const& city, mesh::CityMesh const& mesh, double tolerance,
              std::vector<dispersion::Removal> const& removal);
    /// @param removal  of as many species as before, of the next settle()
    void set_removal(std::vector<dispersion::Removal> const& removal) { removal_ = removal; }

    /// Adds what the roads emitted; nothing is computed.
    void collect(state::RoadSeries const& roads, double duration_s);

    /// The steady field of all that was collected since the last call, in this weather. Returns the time that it stands
    /// for [s]; with 0 the field is left alone.
    double settle(state::InflowProfile const& weather, state::InflowConcentration const& background,
                  state::ConcentrationField& field, Parallel const& parallel);

private:
    city::City const* city_;
    mesh::CityMesh const* mesh_;
    double tolerance_;
    std::vector<dispersion::Removal> removal_;
    state::RoadSeries sum_;
    double duration_s_ = 0;
    std::vector<std::size_t> cells_;  ///< of the lowest layer, with air
    std::vector<city::Point> places_;
};

}  // namespace hacthanh::run
