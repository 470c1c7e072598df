#pragma once

#include "sim/city/city.hpp"
#include "sim/core/id.hpp"
#include "sim/core/pollutant.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/ports/result_sink.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::study {

/// Named numbers, in the order of the table.
using Indicators = std::vector<std::pair<std::string, double>>;

/// Where an indicator is taken: the whole city, the roads of a measure, the ring around them.
enum class Place { all, place, ring };
inline constexpr std::size_t n_places = 3;

/// What a run shows from `from_s` on, spin-up left out: gathers its output steps on their way into the result file.
///
/// Names, with "@place" or "@ring" behind where they are taken there:
///   vehicle_km, vehicle_h, delay_h, time_per_km_s (s/km), vehicle_km.GROUP, time_per_km_s.GROUP
///   trips_begun, trips_ended, trip_min (mean duration of the trips that ended), removed, teleported
///   emitted_kg.POLLUTANT (on roads), ground_ug_m3.POLLUTANT (mean of the lowest layer), roads_ug_m3.POLLUTANT (mean of
///   its cells on the axes of roads)
/// Without traffic there, a time per km and a duration are NaN: no time is not a short time.
/// Delay is against the speed limits of the network as it was read. Cost per step: roads + one layer of cells.
class MemberIndicators {
public:
    /// References must outlive it. @param place, ring  roads, ascending
    MemberIndicators(city::City const& city, mesh::CityMesh const& mesh, std::vector<Pollutant> species, double from_s,
                     std::vector<EdgeId> const& place, std::vector<EdgeId> const& ring);

    void add(state::OutputStep const& step);
    Indicators result() const;

private:
    struct RoadSums {
        std::array<double, state::n_vehicle_groups> metres{};
        std::array<double, state::n_vehicle_groups> seconds{};
        double delay_s = 0;
        std::vector<double> emitted_kg;
    };

    void add_roads(state::RoadSeries const& roads, std::vector<EdgeId> const* only, RoadSums& sums) const;
    void add_air(state::OutputStep const& step);
    void put_roads(RoadSums const& sums, std::string const& suffix, bool groups, Indicators& out) const;

    std::vector<Pollutant> species_;
    double from_s_;
    std::array<std::vector<EdgeId>, n_places> roads_;
    std::vector<std::size_t> road_cells_;    ///< of the lowest layer, that the axes of roads pass
    std::vector<std::size_t> ground_cells_;  ///< of the lowest layer, not closed
    std::array<RoadSums, n_places> sums_;
    std::vector<double> ground_;    ///< sum over steps of mean concentration x duration [kg s/m3]
    std::vector<double> at_roads_;  ///< the same on roads
    double seconds_ = 0;
    state::TrafficTotals before_;  ///< at the begin of the first step that counts
    state::TrafficTotals last_;
};

/// A sink that lets indicators see what passes.
class MeteredResult final : public state::ResultSink {
public:
    MeteredResult(state::ResultSink& sink, std::vector<MemberIndicators>& indicators)
        : sink_(sink), indicators_(indicators) {}
    void write_step(state::OutputStep const& step) override {
        for (MemberIndicators& indicators : indicators_) indicators.add(step);
        sink_.write_step(step);
    }
    void finish(state::RunSummary const& summary) override { sink_.finish(summary); }

private:
    state::ResultSink& sink_;
    std::vector<MemberIndicators>& indicators_;
};

}  // namespace hacthanh::study
