#include "io/impact/read_run.hpp"

#include "io/resolved_option.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/local_clock.hpp"
#include "sim/state/run_validity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <string_view>

namespace hacthanh::io {
namespace {

using impact::PerGroup;
using impact::RunFacts;
using impact::SpeciesFacts;

constexpr double kg_per_g = 1e-3;
constexpr double seconds_per_hour = 3600;

/// The name by which the rules know a species.
std::string pollutant_of(std::string const& species, std::vector<std::string> const& all) {
    bool const whole = std::ranges::find(all, "PM25") != all.end();
    return species == "PM" && !whole ? "PM25" : species;
}

bool has_rules(std::string const& pollutant, impact::Rules const& rules) {
    return std::ranges::any_of(rules.limits, [&](auto const& limit) { return limit.pollutant == pollutant; }) ||
           std::ranges::any_of(rules.aqi_points, [&](auto const& point) { return point.pollutant == pollutant; });
}

double mean_of_finite(std::vector<float> const& values) {
    double sum = 0;
    double n = 0;
    for (float const value : values)
        if (std::isfinite(value)) {
            sum += static_cast<double>(value);
            ++n;
        }
    return n > 0 ? sum / n : 0.0;
}

/// Cells of the lowest layer that the axis of a road passes, at steps of half a cell.
std::vector<std::size_t> cells_under(ResultRoad const& road, ResultGrid const& grid) {
    std::vector<std::size_t> cells;
    auto const add = [&](double x, double y) {
        double const i = (x - grid.x_centre.front()) / grid.cell_size + 0.5;
        double const j = (y - grid.y_centre.front()) / grid.cell_size + 0.5;
        if (!(i >= 0 && j >= 0) || i >= static_cast<double>(grid.nx()) || j >= static_cast<double>(grid.ny())) return;
        auto const cell = static_cast<std::size_t>(j) * grid.nx() + static_cast<std::size_t>(i);
        if (cells.empty() || cells.back() != cell) cells.push_back(cell);
    };
    for (std::size_t p = 1; p < road.axis.size(); ++p) {
        auto const& a = road.axis[p - 1];
        auto const& b = road.axis[p];
        int const n = static_cast<int>(std::ceil(2 * std::hypot(b.x - a.x, b.y - a.y) / grid.cell_size)) + 1;
        for (int k = 0; k <= n; ++k) add(std::lerp(a.x, b.x, double(k) / n), std::lerp(a.y, b.y, double(k) / n));
    }
    return cells;
}

/// Reads a run step by step.
class Reading {
public:
    Reading(ResultReader const& result, impact::Places const& places, impact::Rules const& rules)
        : result_(result), places_(places), rules_(rules), means_(make_means()) {
        auto const& roads = result.roads();
        for (auto const& road : roads) under_.push_back(cells_under(road, result.grid()));
        for (std::size_t g = 0; g < state::n_vehicle_groups; ++g) {
            auto const* const people = rules.value(fmt::format("occupancy.{}", state::vehicle_group_names[g]));
            occupancy_[g] = people != nullptr ? people->central : 1.0;
        }
    }

    RunFacts facts() {
        auto const& times = result_.times();
        for (std::size_t step = 0; step < times.end_s.size(); ++step) {
            if (times.spin_up[step]) continue;
            add_traffic(step, times.end_s[step] - times.begin_s[step]);
            add_air(step, times.begin_s[step], times.end_s[step]);
        }
        finish_air();
        finish_groups();
        finish_electric();
        if (facts_.compared_s > 0) facts_.queue_vehicles /= facts_.compared_s;
        return std::move(facts_);
    }

private:
    impact::PlaceMeans make_means() {
        auto const& species = result_.facts().species;
        std::vector<std::string> ruled;
        facts_.species.resize(species.size());
        for (std::size_t s = 0; s < species.size(); ++s) {
            auto& one = facts_.species[s];
            one.species = species[s];
            one.pollutant = pollutant_of(species[s], species);
            one.background = result_.facts().background.at(s);
            if (!has_rules(one.pollutant, rules_)) continue;
            ruled_.push_back(s);
            ruled.push_back(one.pollutant);
        }
        street_sum_.assign(ruled_.size(), 0.0);
        return {std::move(ruled), places_.size(), impact::AirQualityIndex(rules_, "VN_AQI")};
    }

    /// Vehicle-seconds of a step by road and group; people on each road into `person_s_`.
    void add_traffic(std::size_t step, double duration_s) {
        facts_.compared_s += duration_s;
        auto const& roads = result_.roads();
        person_s_.assign(roads.size(), 0.0);
        if (roads.empty()) return;
        double const hours = duration_s / seconds_per_hour;
        double time_s = 0;
        double lost_s = 0;
        for (std::size_t g = 0; g < state::n_vehicle_groups; ++g) {
            auto const group = static_cast<state::VehicleGroup>(g);
            auto const density = result_.group_series(RoadQuantity::density, group, step);
            facts_.groups_known = !density.empty();
            if (density.empty()) break;
            auto const flow = result_.group_series(RoadQuantity::flow, group, step);
            auto const delay = result_.group_series(RoadQuantity::delay, group, step);
            for (std::size_t r = 0; r < roads.size(); ++r) {
                double const km = roads[r].length_m / 1000;
                double const on_road_s = number(density[r]) * km * duration_s;
                facts_.vehicle_s[g] += on_road_s;
                facts_.vehicle_m[g] += number(flow[r]) * hours * roads[r].length_m;
                facts_.delay_s[g] += number(delay[r]) * duration_s;
                person_s_[r] += occupancy_[g] * on_road_s;
                time_s += on_road_s;
                lost_s += number(delay[r]) * duration_s;
            }
        }
        if (!facts_.groups_known) {
            auto const vehicles = result_.road_series(RoadQuantity::vehicles, step);
            auto const delay = result_.road_series(RoadQuantity::delay, step);
            for (std::size_t r = 0; r < roads.size(); ++r) {
                time_s += number(vehicles[r]) * duration_s;
                lost_s += number(delay[r]) * duration_s;
            }
        }
        auto const queue = result_.road_series(RoadQuantity::queue, step);
        for (float const vehicles : queue) facts_.queue_vehicles += number(vehicles) * duration_s;
        if (time_s > lost_s) facts_.travel_time_indices.push_back(time_s / (time_s - lost_s));
        for (std::size_t s = 0; s < facts_.species.size(); ++s) {
            auto const rate = result_.road_emission(s, step);
            for (std::size_t r = 0; r < roads.size(); ++r)
                facts_.species[s].emitted_kg += number(rate[r]) * hours * roads[r].length_m / 1000 * kg_per_g;
        }
    }

    void add_air(std::size_t step, double begin_s, double end_s) {
        std::vector<std::vector<float>> at_places;
        double const people_s = std::accumulate(person_s_.begin(), person_s_.end(), 0.0);
        for (std::size_t n = 0; n < ruled_.size(); ++n) {
            auto const layer = result_.concentration_layer(ruled_[n], step, 0);
            std::vector<float> values(places_.size());
            for (std::size_t i = 0; i < places_.size(); ++i) values[i] = layer[places_.cell[i]];
            at_places.push_back(std::move(values));
            if (people_s > 0) street_sum_[n] += street_air(n, step, layer);
        }
        street_weight_ += people_s;
        if (!ruled_.empty()) means_.add(begin_s, end_s, at_places);
    }

    /// Sum over roads of people x time x concentration.
    double street_air(std::size_t n, std::size_t step, std::vector<float> const& layer) const {
        auto const lee = result_.road_kerb(ruled_[n], KerbSide::leeward, step);
        auto const luv = result_.road_kerb(ruled_[n], KerbSide::windward, step);
        double sum = 0;
        double weight = 0;
        for (std::size_t r = 0; r < person_s_.size(); ++r) {
            if (person_s_[r] <= 0) continue;
            double air = 0;
            double cells = 0;
            if (!lee.empty() && std::isfinite(lee[r]) && std::isfinite(luv[r])) {
                air = 0.5 * (static_cast<double>(lee[r]) + static_cast<double>(luv[r]));
                cells = 1;
            } else {
                for (std::size_t const cell : under_[r])
                    if (std::isfinite(layer[cell])) {
                        air += static_cast<double>(layer[cell]);
                        ++cells;
                    }
            }
            if (cells == 0) continue;  // outside of the mesh
            sum += person_s_[r] * air / cells;
            weight += person_s_[r];
        }
        double const all = std::accumulate(person_s_.begin(), person_s_.end(), 0.0);
        return weight > 0 ? sum * all / weight : 0.0;
    }

    /// Distance by electric vehicles: that of a group times the electric share of its classes in the whole run.
    void finish_electric() {
        impact::PerGroup all{};
        impact::PerGroup electric{};
        auto const summary = result_.summary();
        for (auto const& one : summary.classes) {
            if (!one.electric_m) return;
            auto const g = static_cast<std::size_t>(state::group_of(one.vehicle_class));
            all[g] += one.vehicle_m;
            electric[g] += *one.electric_m;
        }
        if (summary.classes.empty() || !facts_.groups_known) return;
        facts_.electric_m.emplace();
        for (std::size_t g = 0; g < all.size(); ++g)
            if (all[g] > 0) (*facts_.electric_m)[g] = facts_.vehicle_m[g] * electric[g] / all[g];
    }

    void finish_air() {
        auto statistics = means_.finish();
        for (std::size_t n = 0; n < ruled_.size(); ++n) {
            auto& species = facts_.species[ruled_[n]];
            species.places = std::move(statistics[n]);
            if (street_weight_ > 0) species.street_mean = street_sum_[n] / street_weight_;
        }
        facts_.index = means_.index();
        for (auto const& receptor : result_.receptors())
            facts_.receptors.push_back({receptor.name, receptor.name_vi, receptor.kind});
        for (auto const& site : places_.sites) facts_.receptors.push_back({site.name, site.name, site.kind});
        for (std::size_t s = 0; s < facts_.species.size(); ++s) {
            auto const mean = result_.mean_surface(s);
            auto& species = facts_.species[s];
            species.ground_mean = mean_of_finite(mean);
            add_receptors(s, species);
            for (auto const& site : places_.sites) species.receptors.push_back(static_cast<double>(mean[site.cell]));
        }
    }

    /// Means of kept points after the spin-up.
    void add_receptors(std::size_t s, SpeciesFacts& species) const {
        std::size_t const n = result_.receptors().size();
        if (n == 0) return;
        auto const series = result_.receptor_series(s);
        auto const end_s = result_.receptor_times();
        std::vector<double> sums(n, 0.0);
        double counted = 0;
        for (std::size_t t = 0; t < end_s.size(); ++t) {
            if (end_s[t] <= result_.facts().begin_s + result_.facts().spin_up_s) continue;
            ++counted;
            for (std::size_t r = 0; r < n; ++r) sums[r] += static_cast<double>(series[t * n + r]);
        }
        for (double const sum : sums) species.receptors.push_back(counted > 0 ? sum / counted : 0.0);
    }

    /// Shares of the groups in what was given off; of NO2 in the air those of NOx, which it is made of.
    void finish_groups() {
        auto const classes = result_.summary().classes;
        auto const by_group = [&](Pollutant pollutant) {
            PerGroup kg{};
            for (auto const& one : classes)
                kg[static_cast<std::size_t>(state::group_of(one.vehicle_class))] += one.emitted_kg[index(pollutant)];
            double const sum = std::accumulate(kg.begin(), kg.end(), 0.0);
            for (double& share : kg) share = sum > 0 ? share / sum : 0.0;
            return kg;
        };
        for (auto& species : facts_.species) {
            auto pollutant = find_pollutant(species.species);
            if (!pollutant) continue;
            if (is_reactive(*pollutant)) pollutant = Pollutant::nox;
            species.emission_shares = by_group(*pollutant);
            if (species.species != name(Pollutant::fuel)) continue;
            for (std::size_t g = 0; g < facts_.fuel_kg.size(); ++g)
                facts_.fuel_kg[g] = species.emitted_kg * species.emission_shares[g];
        }
    }

    static double number(float value) { return std::isfinite(value) ? static_cast<double>(value) : 0.0; }

    ResultReader const& result_;
    impact::Places const& places_;
    impact::Rules const& rules_;
    RunFacts facts_;
    std::vector<std::size_t> ruled_;  ///< species that the rules speak of
    std::vector<double> street_sum_;
    double street_weight_ = 0;
    impact::PlaceMeans means_;
    std::vector<std::vector<std::size_t>> under_;  ///< cells by road
    PerGroup occupancy_{};
    std::vector<double> person_s_;  ///< by road, of the step
};

}  // namespace

impact::RunFacts read_run(ResultReader const& result, impact::Places const& places, impact::Rules const& rules) {
    RunFacts facts = Reading(result, places, rules).facts();
    facts.file = std::filesystem::path(result.path()).filename().string();
    auto const provenance = result.provenance();
    facts.seed = provenance.seed;
    facts.day = LocalClock(result.facts().epoch_utc, result.facts().utc_offset).day(result.facts().begin_s);
    facts.days_per_year = resolved_number(provenance.resolved_scenario, "time", "days_per_year").value_or(0);
    for (auto const& reason : state::validity_of(result.summary().traffic).reasons())
        facts.invalid.push_back(fmt::format("{}: {}", facts.file, reason));
    return facts;
}

}  // namespace hacthanh::io
