#pragma once

#include "sim/emission/deposit.hpp"
#include "sim/emission/emission_model.hpp"
#include "sim/run/road_counter.hpp"
#include "sim/run/vehicle_tracer.hpp"
#include "sim/state/emission_field.hpp"
#include "sim/state/road_series.hpp"
#include "sim/state/traffic_totals.hpp"
#include "sim/traffic/traffic_source.hpp"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace hacthanh::run {

/// What traffic did during one coupling interval.
struct TrafficPiece {
    TrafficPiece(mesh::CityMesh const& mesh, std::size_t n_species, std::size_t n_layers, std::size_t n_roads,
                 bool holds)
        : emission(mesh, n_species, n_layers),
          held(mesh, holds ? n_species : 0, n_layers),
          roads(n_roads, n_species),
          account(n_species) {}

    double end_s = 0;  ///< traffic clock
    state::EmissionField emission;
    state::EmissionField held;  ///< what was emitted on held roads, where; no species when none is held
    state::RoadSeries roads;
    emission::DepositAccount account;
    std::vector<state::ClassEmission> classes;  ///< what each class of vehicles drove and gave off
    state::TrafficTotals totals;                ///< since the start of the traffic
    state::VehicleTrace trace;                  ///< where vehicles were, if they are traced
    std::uint64_t n_vehicles = 0;               ///< on the road at the end
    double cpu_s = 0;                           ///< CPU of the feed's thread so far [s]
};

/// How a feed cuts time.
struct FeedPlan {
    std::size_t steps_per_piece = 1;     ///< traffic steps in one coupling interval
    std::size_t skipped_steps = 0;       ///< traffic steps at the start that are simulated but not handed over (resume)
    double trace_interval_s = 0;         ///< vehicles are traced so often; 0 = not at all
    std::vector<double> speed_limits{};  ///< by road [m/s], 0 = unknown; empty = traffic by group is not counted
    std::vector<char> held_roads{};      ///< by road: not 0 = its emission goes into no cell; empty = none
    std::size_t least_layers = 0;        ///< that the emission field must have for what is not traffic
};

/// Runs the traffic one coupling interval ahead, on its own thread: while the air carries interval n, this reads the
/// vehicles of interval n+1 and deposits what they emit. Two pieces are in use at any time.
///
/// Asserts at run time that the mass put into cells is the mass emitted inside the mesh (RunError otherwise).
/// Errors of the source are thrown by next(). The result does not depend on timing.
class TrafficFeed {
public:
    /// All references must outlive the feed.
    TrafficFeed(traffic::TrafficSource& source, std::unique_ptr<emission::EmissionModel> emission,
                mesh::CityMesh const& mesh, emission::EmissionOptions const& options,
                std::vector<Pollutant> const& species, std::size_t n_roads, FeedPlan plan);
    ~TrafficFeed();
    TrafficFeed(TrafficFeed const&) = delete;
    TrafficFeed& operator=(TrafficFeed const&) = delete;

    /// The next piece, or nullptr after the last. The caller's until the next call: other emission may be added to it.
    TrafficPiece* next();

    /// When the vehicles began their trips. After next() has returned nullptr.
    std::vector<double> trip_begins() const { return emission_->trip_begins(); }

    /// CPU time that the feed's thread has used so far [s].
    double cpu_so_far() const;

private:
    void work();
    bool fill(TrafficPiece& piece);
    TrafficPiece make_piece(mesh::CityMesh const& mesh, std::size_t n_roads) const;

    traffic::TrafficSource& source_;
    FeedPlan plan_;
    std::vector<Pollutant> species_;
    std::unique_ptr<emission::EmissionModel> emission_;
    emission::Deposit deposit_;
    RoadCounter counter_;
    VehicleTracer tracer_;
    std::array<TrafficPiece, 2> pieces_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t filled_ = 0;  ///< pieces finished by the thread
    std::uint64_t taken_ = 0;   ///< pieces handed to the caller
    bool finished_ = false;
    bool stop_ = false;
    std::exception_ptr failure_;
    std::thread thread_;
};

}  // namespace hacthanh::run
