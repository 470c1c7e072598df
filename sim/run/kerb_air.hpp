#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/run/air_chemistry.hpp"
#include "sim/run/street_model.hpp"
#include "sim/run/written_species.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/emission_field.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/kerb_series.hpp"
#include "sim/state/road_series.hpp"
#include "sim/state/run_summary.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::run {

/// The air at the kerbs of streets that the mesh is too coarse for (docs/theory/street_canyon.md).
///
/// The exhaust of a canyon fills a box first; what leaves the box through the roofs, and only that, is set free in the
/// street's cells: box and mesh together hold what was emitted, once. At the kerb, the street's own contribution to its
/// cells is taken off and the canyon's put in its place. Open roads have no box; their own contribution is replaced by
/// that of a line source.
///
/// With the line source as the model, which knows steady states alone, boxes are steady too: what they hold is gone by
/// the end of an interval. The street's own part of its cells is then no estimate but what the line source computed.
/// One object serves one thread at a time; same bits for any number of threads.
class KerbAir {
public:
    /// @param carried, written  species of the run  All references must outlive this.
    KerbAir(scenario::Scenario const& scenario, city::City const& city, mesh::CityMesh const& mesh,
            std::vector<Pollutant> const& carried, WrittenSpecies const& written);

    bool on() const { return on_; }
    std::vector<StreetModel> const& streets() const { return streets_; }
    /// By road: 1 = its exhaust goes into a box, not into cells.
    std::vector<char> const& held() const { return held_; }

    /// The wind from now on.
    void set_flow(state::Flow const& flow, state::InflowProfile const& inflow);

    /// Lets `duration_s` of traffic fill the boxes and puts what leaves them into the streets' cells of `emission`.
    /// @param where  what held roads gave off, cell by cell: what leaves a box is spread like it, so that queues stay
    ///               where they are; evenly along the street where nothing was given off
    void exchange(state::RoadSeries const& roads, state::EmissionField const& where, double duration_s,
                  state::EmissionField& emission, state::RunSummary& summary);

    /// Begins an output interval of that length.
    void start(double interval_s);
    /// Adds the kerbs of a coupling interval to it, after transport and chemistry; not with the line source.
    void sample(double begin_s, double duration_s, state::ConcentrationField const& concentration,
                AirChemistry const& chemistry);
    /// The same with the line source: of what was exchanged since the last call. Then canyons come into the map: in the
    /// air of a cell that is a street's, the street's own part gives way to the canyon's.
    /// @param own  RoadLines::own_parts  @param concentration  RoadLines::settle
    void settle(double begin_s, double duration_s, state::ConcentrationField& concentration,
                AirChemistry const& chemistry, std::vector<OwnPart> const& own);
    /// Means over the output interval; empty when there is no kerb model.
    state::KerbSeries const& value() const { return mean_; }

    /// What a resumed run must know: masses in the boxes and the turbulence of the traffic.
    std::vector<double> memory() const;
    void remember(std::vector<double> const& memory);

private:
    struct State {
        dispersion::StreetWind wind;
        double own = 0;                ///< response of the street's cells to its own emission [s/m3]
        double turbulence_square = 0;  ///< of the vehicles, running mean [m2/s2]
        dispersion::KerbResponse response;
        std::vector<double> mass;       ///< in the box [kg], per carried species
        std::vector<double> line;       ///< what entered the air above in the last interval [kg/(m s)]
        dispersion::KerbResponse mean;  ///< with the line source: response x time since the last settle()
        std::vector<double> given;      ///< in that time [kg]
        bool lee_is_right = false;      ///< seen along the street
    };

    void update(StreetModel const& street, State& state, state::RoadSeries const& roads, double duration_s) const;
    static void release(StreetModel const& street, double mass, std::span<double const> where, std::span<double> cells);
    /// @param own  the street's own part of its cells, by species [kg/m3]
    void add_kerbs(StreetModel const& street, State const& state, std::vector<double> const& own, float weight,
                   state::ConcentrationField const& concentration, chemistry::Rates const& rates);
    void add_kerb(StreetModel const& street, std::vector<double> const& amounts, float weight,
                  std::vector<std::vector<float>>& side) const;
    /// The air of a street [species]: what is there without it, and what it adds.
    void set_street_air(State const& state, double response, std::vector<double> const& without,
                        chemistry::Rates const& rates, std::vector<double>& air) const;
    void show_canyons(state::ConcentrationField& concentration, std::vector<OwnPart> const& own,
                      chemistry::Rates const& rates) const;
    void react(std::vector<double>& air, chemistry::Rates const& rates, double residence) const;

    bool on_;
    mesh::CityMesh const* mesh_;
    WrittenSpecies const* written_;
    bool reactive_;
    bool steady_;
    std::size_t no_ = 0, no2_ = 0, o3_ = 0;
    std::size_t n_species_;
    std::size_t n_roads_;
    std::vector<StreetModel> streets_;
    std::vector<State> states_;
    std::vector<char> held_;
    double interval_s_ = 1;
    state::KerbSeries mean_;
};

}  // namespace hacthanh::run
