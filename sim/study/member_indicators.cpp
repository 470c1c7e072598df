#include "sim/study/member_indicators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace hacthanh::study {
namespace {

constexpr double ug_per_kg = 1e9;
constexpr double seconds_per_hour = 3600;
constexpr double clock_tolerance_s = 1e-6;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double sum(std::array<double, state::n_vehicle_groups> const& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Lowest cells that the axes of roads pass, at steps of half a cell.
std::vector<std::size_t> cells_on_roads(city::City const& city, mesh::CityMesh const& mesh) {
    std::set<std::size_t> cells;
    auto const extent = mesh.extent();
    for (auto const& road : city.roads)
        for (std::size_t i = 1; i < road.axis.size(); ++i) {
            auto const& a = road.axis[i - 1];
            auto const& b = road.axis[i];
            auto const n = static_cast<int>(std::ceil(2 * std::hypot(b.x - a.x, b.y - a.y) / mesh.cell_size())) + 1;
            for (int k = 0; k <= n; ++k) {
                city::Point const p{std::lerp(a.x, b.x, double(k) / n), std::lerp(a.y, b.y, double(k) / n)};
                if (!extent.contains(p)) continue;
                auto const column = static_cast<std::size_t>((p.x - extent.x_min) / mesh.cell_size());
                auto const row = static_cast<std::size_t>((p.y - extent.y_min) / mesh.cell_size());
                if (column >= mesh.nx() || row >= mesh.ny()) continue;
                std::size_t const cell = row * mesh.nx() + column;
                if (mesh.is_open(cell)) cells.insert(cell);
            }
        }
    return {cells.begin(), cells.end()};
}

}  // namespace

MemberIndicators::MemberIndicators(city::City const& city, mesh::CityMesh const& mesh, std::vector<Pollutant> species,
                                   double from_s, std::vector<EdgeId> const& place, std::vector<EdgeId> const& ring)
    : species_(std::move(species)),
      from_s_(from_s),
      roads_{{{}, place, ring}},
      road_cells_(cells_on_roads(city, mesh)),
      ground_(species_.size(), 0.0),
      at_roads_(species_.size(), 0.0) {
    for (std::size_t cell = 0; cell < mesh.nx() * mesh.ny(); ++cell)
        if (mesh.is_open(cell)) ground_cells_.push_back(cell);
    for (auto& sums : sums_) sums.emitted_kg.assign(species_.size(), 0.0);
}

void MemberIndicators::add(state::OutputStep const& step) {
    if (!step.spin_up && step.begin_s >= from_s_ - clock_tolerance_s) {
        if (seconds_ == 0) before_ = last_;
        add_roads(step.roads, nullptr, sums_[0]);
        for (Place const place : {Place::place, Place::ring}) {
            auto const p = static_cast<std::size_t>(place);
            add_roads(step.roads, &roads_[p], sums_[p]);
        }
        add_air(step);
        seconds_ += step.end_s - step.begin_s;
    }
    last_ = step.summary.traffic;
}

void MemberIndicators::add_roads(state::RoadSeries const& roads, std::vector<EdgeId> const* only,
                                 RoadSums& sums) const {
    auto const total = [&](std::vector<double> const& values) {
        if (only == nullptr) return std::accumulate(values.begin(), values.end(), 0.0);
        double part = 0;
        for (EdgeId id : *only) part += values[id.value()];
        return part;
    };
    for (std::size_t g = 0; g < state::n_vehicle_groups; ++g) {
        sums.metres[g] += total(roads.groups[g].vehicle_metres);
        sums.seconds[g] += total(roads.groups[g].vehicle_seconds);
        sums.delay_s += total(roads.groups[g].delay_s);
    }
    for (std::size_t s = 0; s < species_.size(); ++s) sums.emitted_kg[s] += total(roads.emitted[s]);
}

void MemberIndicators::add_air(state::OutputStep const& step) {
    double const duration_s = step.end_s - step.begin_s;
    auto const mean = [](mesh::CellField<float> const& field, std::vector<std::size_t> const& cells) {
        double total = 0;
        for (std::size_t cell : cells) total += static_cast<double>(field[cell]);
        return cells.empty() ? 0.0 : total / static_cast<double>(cells.size());
    };
    for (std::size_t s = 0; s < species_.size(); ++s) {
        auto const& field = step.mean_concentration.species[s];
        ground_[s] += mean(field, ground_cells_) * duration_s;
        at_roads_[s] += mean(field, road_cells_) * duration_s;
    }
}

void MemberIndicators::put_roads(RoadSums const& sums, std::string const& suffix, bool groups, Indicators& out) const {
    auto const put = [&](std::string name, double value) { out.emplace_back(std::move(name) + suffix, value); };
    auto const per_km = [](double seconds, double metres) { return metres > 0 ? 1000 * seconds / metres : nothing; };
    put("vehicle_km", sum(sums.metres) / 1000);
    put("vehicle_h", sum(sums.seconds) / seconds_per_hour);
    put("delay_h", sums.delay_s / seconds_per_hour);
    put("time_per_km_s", per_km(sum(sums.seconds), sum(sums.metres)));
    if (groups)
        for (std::size_t g = 0; g < state::n_vehicle_groups; ++g) {
            put(fmt::format("vehicle_km.{}", state::vehicle_group_names[g]), sums.metres[g] / 1000);
            put(fmt::format("time_per_km_s.{}", state::vehicle_group_names[g]),
                per_km(sums.seconds[g], sums.metres[g]));
        }
    for (std::size_t s = 0; s < species_.size(); ++s)
        put(fmt::format("emitted_kg.{}", name(species_[s])), sums.emitted_kg[s]);
}

Indicators MemberIndicators::result() const {
    Indicators out;
    put_roads(sums_[0], "", true, out);
    auto const arrived = static_cast<double>(last_.arrived - before_.arrived);
    double const trip_s = last_.arrived_trip_s - before_.arrived_trip_s;
    out.emplace_back("trips_begun", static_cast<double>(last_.departed - before_.departed));
    out.emplace_back("trips_ended", arrived);
    out.emplace_back("trip_min", arrived > 0 ? trip_s / arrived / 60 : nothing);
    out.emplace_back("removed", static_cast<double>(last_.removed - before_.removed));
    out.emplace_back("teleported", static_cast<double>(last_.teleported - before_.teleported));
    put_roads(sums_[1], "@place", true, out);
    put_roads(sums_[2], "@ring", false, out);
    for (std::size_t s = 0; s < species_.size(); ++s) {
        double const per_s = seconds_ > 0 ? ug_per_kg / seconds_ : 0.0;
        out.emplace_back(fmt::format("ground_ug_m3.{}", name(species_[s])), ground_[s] * per_s);
        out.emplace_back(fmt::format("roads_ug_m3.{}", name(species_[s])), at_roads_[s] * per_s);
    }
    return out;
}

}  // namespace hacthanh::study
