#include "sim/run/traffic_feed.hpp"

#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace hacthanh::run {
namespace {

/// Round-off of adding up to 1e9 pieces in double.
constexpr double deposit_tolerance = 1e-9;

void check_deposit(TrafficPiece const& piece, std::vector<Pollutant> const& species) {
    for (std::size_t s = 0; s < species.size(); ++s) {
        auto const cells = piece.emission.species(s);
        double const put = std::accumulate(cells.begin(), cells.end(), 0.0);
        double const emitted = piece.account.inside[s] - piece.account.held[s];
        if (!(std::abs(put - emitted) <= deposit_tolerance * piece.account.inside[s]))
            throw RunError(
                fmt::format("traffic second {}: {} kg of {} were emitted inside the mesh but {} kg were "
                            "put into its cells; this is a fault of the program, please report it with the scenario",
                            piece.end_s, emitted, name(species[s]), put));
    }
}

void clear(TrafficPiece& piece) {
    auto const zero = [](std::vector<double>& values) { std::fill(values.begin(), values.end(), 0.0); };
    piece.emission.clear();
    piece.held.clear();
    for_each_array(piece.roads, zero);
    zero(piece.account.inside);
    zero(piece.account.outside);
    zero(piece.account.moved);
    zero(piece.account.held);
    piece.trace = {};
}

}  // namespace

TrafficFeed::TrafficFeed(traffic::TrafficSource& source, std::unique_ptr<emission::EmissionModel> emission,
                         mesh::CityMesh const& mesh, emission::EmissionOptions const& options,
                         std::vector<Pollutant> const& species, std::size_t n_roads, FeedPlan plan)
    : source_(source),
      plan_(plan),
      species_(species),
      emission_(std::move(emission)),
      deposit_(mesh, options, species, plan_.held_roads),
      counter_(plan_.speed_limits),
      tracer_(plan_.trace_interval_s),
      pieces_{make_piece(mesh, n_roads), make_piece(mesh, n_roads)},
      thread_([this] { work(); }) {}

TrafficPiece TrafficFeed::make_piece(mesh::CityMesh const& mesh, std::size_t n_roads) const {
    bool const holds = std::ranges::any_of(plan_.held_roads, [](char held) { return held != 0; });
    return {mesh, species_.size(), std::max(deposit_.n_layers(), plan_.least_layers), n_roads, holds};
}

TrafficFeed::~TrafficFeed() {
    {
        std::scoped_lock lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

TrafficPiece* TrafficFeed::next() {
    std::unique_lock lock(mutex_);
    ++taken_;  // gives the piece of the last call back to the thread
    changed_.notify_all();
    changed_.wait(lock, [&] { return filled_ >= taken_ || finished_; });
    if (filled_ >= taken_) return &pieces_[(taken_ - 1) % 2];
    if (failure_) std::rethrow_exception(failure_);
    return nullptr;
}

double TrafficFeed::cpu_so_far() const { return cpu_seconds_of(const_cast<std::thread&>(thread_)); }

void TrafficFeed::work() {
    flush_denormals_to_zero();
    try {
        for (std::size_t step = 0; step < plan_.skipped_steps; ++step) {
            auto const passed = source_.next_step();
            if (!passed) break;
            emission_->pass(*passed);
            std::scoped_lock lock(mutex_);
            if (stop_) return;
        }
        while (true) {
            std::uint64_t number = 0;
            {
                std::unique_lock lock(mutex_);
                // One piece is with the caller, the other is ours.
                changed_.wait(lock, [&] { return stop_ || filled_ < taken_ + 1; });
                if (stop_) return;
                number = filled_;
            }
            if (!fill(pieces_[number % 2])) break;
            std::scoped_lock lock(mutex_);
            ++filled_;
            changed_.notify_all();
        }
    } catch (...) {
        std::scoped_lock lock(mutex_);
        failure_ = std::current_exception();
    }
    std::scoped_lock lock(mutex_);
    finished_ = true;
    changed_.notify_all();
}

bool TrafficFeed::fill(TrafficPiece& piece) {
    clear(piece);
    for (std::size_t step = 0; step < plan_.steps_per_piece; ++step) {
        auto const vehicles = source_.next_step();
        if (!vehicles) break;
        auto const& mass = emission_->emitted(*vehicles, source_.vehicle_types());
        deposit_.add(*vehicles, source_.vehicle_types(), mass, piece.emission, piece.roads, piece.account, &piece.held);
        counter_.add(*vehicles, source_.vehicle_types(), piece.roads);
        tracer_.add(*vehicles, source_.vehicle_types(), piece.trace);
        piece.emission.duration_s += vehicles->step_s;
        piece.end_s = vehicles->end_time_s;
        piece.n_vehicles = vehicles->size();
    }
    if (piece.emission.duration_s == 0) return false;
    check_deposit(piece, species_);
    piece.classes = emission_->take_classes();
    piece.totals = source_.totals();
    piece.cpu_s = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
    return true;
}

}  // namespace hacthanh::run
