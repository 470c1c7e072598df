#pragma once

#include "sim/city/city.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/line_source.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/dispersion/roadside_walls.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/run/air_chemistry.hpp"
#include "sim/run/source_lines.hpp"
#include "sim/run/street_model.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/other_source.hpp"
#include "sim/state/road_series.hpp"

#include <optional>
#include <vector>

namespace hacthanh::run {

/// The city's roads, and the sources beside the traffic, as Gaussian line sources (dispersion::LineSource): the steady
/// concentrations in the lowest layer.
///
/// A road emits evenly over its axis, from the wakes of its vehicles: as high as their mean, by distance driven;
/// heights in half metres and widths in lanes make the kinds of source. Roads off the mesh count too. Above the lowest
/// layer is the background alone. Of removal it knows first-order loss, along the way from the road; the background is
/// added as given. The city's barriers stand beside its roads (dispersion::beside_walls), anew in every wind.
///
/// Chemistry: the exact transient operator acts on what all roads and the background make together, for the travel
/// time of the NO at each place. That time is t* = -ln <exp(-lambda t)> / lambda with lambda = k O3 + J of the
/// background, the rate at which little NO reacts: the mean over all roads and ways is a plume that decays with lambda.
/// So what is left of the NO is exact while ozone is plenty, whatever ages mix (docs/theory/line_source.md).
class RoadLines {
public:
    /// City and mesh must outlive this. @param tolerance  dispersion.line_tolerance  @param removal  one per
    /// species  @param sources  beside the traffic (lines_of)  @param streets  whose own part is wanted (own_parts)
    RoadLines(city::City const& city, mesh::CityMesh const& mesh, double tolerance,
              std::vector<dispersion::Removal> const& removal, std::vector<state::OtherSource> sources = {},
              std::vector<StreetModel> streets = {});
    /// @param removal  of as many species as before, of the next settle()
    void set_removal(std::vector<dispersion::Removal> const& removal) { removal_ = removal; }

    /// Adds what the roads emitted; nothing is computed.
    void collect(state::RoadSeries const& roads, double duration_s);
    /// Adds what the sources beside the traffic gave off in the same time [kg], [source][species].
    void collect_sources(std::vector<std::vector<double>> const& masses);

    /// The steady field of all that was collected since the last call, in this weather. Returns the time that it stands
    /// for [s]; with 0 the field is left alone.
    /// @param reacting  none: no chemistry
    double settle(state::InflowProfile const& weather, state::InflowConcentration const& background,
                  std::optional<ReactingAir> const& reacting, state::ConcentrationField& field,
                  Parallel const& parallel);

    /// What each street's own roads made of its cells in the last field, before chemistry.
    std::vector<OwnPart> const& own_parts() const { return own_parts_; }

    /// What roads give to places in the lowest layer for each kg/s that they emit.
    struct Transfer {
        std::vector<std::size_t> roads;         ///< that emitted, ascending
        std::vector<std::vector<float>> gives;  ///< [of `roads`][cell] [s/m3]
    };
    /// The same for all that was collected since the last settle(), which goes on being there. The field of settle() is
    /// the background and the sum of these, as long as nothing reacts. @param cells  of the lowest layer
    Transfer transfer(std::vector<std::size_t> const& cells, double loss_rate, state::InflowProfile const& weather,
                      Parallel const& parallel) const;

private:
    /// The roads that emitted, as pieces with one rate for each species [kg/(m s)].
    struct Emitting {
        std::vector<dispersion::RoadSource> sources;
        std::vector<dispersion::RoadPiece> pieces;
        std::vector<double> rates;
        std::vector<std::size_t> roads;  ///< that each piece is of
    };
    Emitting emitting() const;
    /// What the model computes with, for some species: roads beside their walls, then the other sources.
    struct Prepared {
        std::vector<dispersion::RoadSource> sources;
        std::vector<dispersion::RoadPiece> pieces;
        std::vector<double> rates;
        std::vector<std::size_t> roads;  ///< of the first pieces
    };
    Prepared prepare(Emitting const& roads, std::vector<std::size_t> const& species, double loss_rate,
                     state::InflowProfile const& weather) const;
    dispersion::LineSource lines(Prepared const& prepared, state::InflowProfile const& weather) const;
    /// The own parts of some species, for all streets.
    void find_own_parts(dispersion::LineSource const& lines, Prepared const& prepared,
                        std::vector<std::size_t> const& species, Parallel const& parallel);
    /// @param unreacted  the NO of the roads that reacts with lambda, by place [kg/m3]
    void react(ReactingAir const& air, double lambda, state::InflowConcentration const& background,
               std::vector<double> const& unreacted, state::ConcentrationField& field) const;

    city::City const* city_;
    mesh::CityMesh const* mesh_;
    double tolerance_;
    std::vector<dispersion::Removal> removal_;
    std::vector<state::OtherSource> sources_;
    std::vector<StreetModel> streets_;
    state::RoadSeries sum_;
    std::vector<std::vector<double>> source_masses_;  ///< [source][species], collected
    double duration_s_ = 0;
    std::vector<OwnPart> own_parts_;
    std::vector<std::size_t> cells_;  ///< of the lowest layer, with air
    std::vector<city::Point> places_;
    std::vector<dispersion::Wall> walls_;
};

}  // namespace hacthanh::run
