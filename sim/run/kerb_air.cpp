#include "sim/run/kerb_air.hpp"

#include "sim/chemistry/nitrogen_oxides.hpp"
#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/dispersion/own_response.hpp"
#include "sim/emission/deposit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace hacthanh::run {
namespace {

constexpr double traffic_memory_s = 300;  ///< of the vehicles' turbulence: a few signal cycles; our choice
constexpr double kerb_m = 2;              ///< from the edge of an open road to its receptor; our choice
constexpr double breathing_height_m = 1.5;
constexpr double least_speed = 0.1;  ///< [m/s] of the local wind over an open road

/// Speed at a height, linear between the middles of the layers.
double speed_at(state::InflowProfile const& inflow, mesh::CityMesh const& mesh, double height) {
    std::size_t k = 0;
    while (k + 1 < mesh.nz() && mesh.z_centre(k) < height) ++k;
    if (k == 0) return inflow.speed[0];
    double const share = std::min(1.0, (height - mesh.z_centre(k - 1)) / (mesh.z_centre(k) - mesh.z_centre(k - 1)));
    return inflow.speed[k - 1] + share * (inflow.speed[k] - inflow.speed[k - 1]);
}

/// Wind in the middle of a cell.
std::array<double, 2> local_wind(state::WindField const& wind, mesh::CityMesh const& mesh, std::size_t cell) {
    std::size_t const i = cell % mesh.nx();
    std::size_t const j = cell / mesh.nx() % mesh.ny();
    std::size_t const k = cell / mesh.nx() / mesh.ny();
    return {0.5 * (wind.x()[wind.x_face(i, j, k)] + wind.x()[wind.x_face(i + 1, j, k)]),
            0.5 * (wind.y()[wind.y_face(i, j, k)] + wind.y()[wind.y_face(i, j + 1, k)])};
}

}  // namespace

KerbAir::KerbAir(scenario::Scenario const& scenario, city::City const& city, mesh::CityMesh const& mesh,
                 std::vector<Pollutant> const& carried, WrittenSpecies const& written)
    : on_(scenario.kerb.on()),
      mesh_(&mesh),
      written_(&written),
      reactive_(scenario.chemistry.on()),
      steady_(scenario.dispersion.model == "line_source"),
      n_species_(carried.size()),
      n_roads_(city.roads.size()),
      held_(city.roads.size(), 0) {
    if (!on_) return;
    auto const place = [&](Pollutant pollutant) {
        return static_cast<std::size_t>(std::ranges::find(carried, pollutant) - carried.begin());
    };
    no_ = place(Pollutant::no), no2_ = place(Pollutant::no2), o3_ = place(Pollutant::o3);
    streets_ = steady_ ? flat_street_models(city, mesh)
                       : street_models(city, mesh, emission::Deposit::layers_of(mesh, scenario.emission));
    states_.resize(streets_.size());
    for (std::size_t s = 0; s < streets_.size(); ++s) {
        states_[s].mass.assign(n_species_, 0.0);
        states_[s].line.assign(n_species_, 0.0);
        states_[s].given.assign(n_species_, 0.0);
        if (streets_[s].kind == StreetKind::canyon)
            for (std::size_t const road : streets_[s].roads) held_[road] = 1;
    }
}

void KerbAir::set_flow(state::Flow const& flow, state::InflowProfile const& inflow) {
    double const angle = inflow.wind_from_deg * std::numbers::pi / 180;
    std::size_t const layer = mesh_->nx() * mesh_->ny();
    for (std::size_t s = 0; s < streets_.size(); ++s) {
        auto const& street = streets_[s];
        auto& state = states_[s];
        double east = -std::sin(angle);
        double north = -std::cos(angle);
        state.wind.speed = speed_at(inflow, *mesh_, street.height);
        state.own = 0;
        std::array<double, 2> local{0, 0};
        for (auto const& [cell, share] : street.cells) {
            std::vector<double> source(cell / layer + 1, 0.0);
            source.back() = 1;
            if (!steady_) state.own += share * share * dispersion::own_response(flow, *mesh_, cell % layer, source);
            auto const here = local_wind(flow.wind, *mesh_, cell);
            for (int axis = 0; axis < 2; ++axis)
                local[static_cast<std::size_t>(axis)] += share * here[static_cast<std::size_t>(axis)];
        }
        if (street.kind == StreetKind::open) {
            state.wind.speed = std::hypot(local[0], local[1]);
            if (state.wind.speed > least_speed) east = local[0] / state.wind.speed, north = local[1] / state.wind.speed;
        }
        state.wind.speed = std::max(state.wind.speed, least_speed);
        state.wind.friction_velocity = inflow.friction_velocity;
        state.wind.inverse_obukhov_length = inflow.inverse_obukhov_length;
        state.wind.mixing_height = inflow.mixing_height;
        double const to_left = north * street.east - east * street.north;
        state.wind.sine = std::min(1.0, std::abs(to_left));
        state.lee_is_right = to_left > 0;
    }
}

/// The response of a street to its wind and the turbulence of its traffic.
void KerbAir::update(StreetModel const& street, State& state, state::RoadSeries const& roads, double duration_s) const {
    std::array<double, state::n_vehicle_groups> driven{}, speed{};
    for (std::size_t g = 0; g < driven.size(); ++g) {
        double metres = 0;
        double seconds = 0;
        for (std::size_t const road : street.roads) {
            metres += roads.groups[g].vehicle_metres[road];
            seconds += roads.groups[g].vehicle_seconds[road];
        }
        driven[g] = metres / (street.length * duration_s);
        speed[g] = seconds > 0 ? metres / seconds : 0;
    }
    double const now = dispersion::vehicle_turbulence(driven, speed, street.width);
    state.turbulence_square += -std::expm1(-duration_s / traffic_memory_s) * (now * now - state.turbulence_square);
    state.wind.vehicle_turbulence = std::sqrt(state.turbulence_square);
    if (street.kind == StreetKind::canyon)
        state.response = dispersion::canyon_response({street.width, street.height}, state.wind);
    else
        state.response = dispersion::open_road_response(street.width, kerb_m, breathing_height_m, state.wind);
}

void KerbAir::release(StreetModel const& street, double mass, std::span<double const> where, std::span<double> cells) {
    double total = 0;
    for (auto const& [cell, share] : street.cells) total += where[cell];
    for (auto const& [cell, share] : street.cells) {
        HACTHANH_EXPECT(cell < cells.size());
        cells[cell] += mass * (total > 0 ? where[cell] / total : share);
    }
}

void KerbAir::exchange(state::RoadSeries const& roads, state::EmissionField const& where, double duration_s,
                       state::EmissionField& emission, state::RunSummary& summary) {
    if (!on_) return;
    std::vector<double> stored(n_species_, 0.0);
    for (std::size_t s = 0; s < streets_.size(); ++s) {
        auto const& street = streets_[s];
        auto& state = states_[s];
        update(street, state, roads, duration_s);
        double const through = duration_s / state.response.residence;
        state.mean.leeward += duration_s * state.response.leeward;
        state.mean.windward += duration_s * state.response.windward;
        state.mean.residence += duration_s * state.response.residence;
        for (std::size_t p = 0; p < n_species_; ++p) {
            double given = 0;
            for (std::size_t const road : street.roads) given += roads.emitted[p][road];
            if (steady_) {
                if (street.kind == StreetKind::canyon) release(street, given, where.species(p), emission.species(p));
                state.given[p] += given;
                continue;
            }
            if (street.kind == StreetKind::canyon) {
                // dm/dt = given / duration - m / residence, exactly
                double const left = std::exp(-through);
                double const now = state.mass[p] * left - given * std::expm1(-through) / through;
                double const out = state.mass[p] + given - now;
                state.mass[p] = now;
                stored[p] += now;
                release(street, out, where.species(p), emission.species(p));
                given = out;
            }
            state.line[p] = given / (street.length * duration_s);
        }
    }
    for (std::size_t p = 0; p < n_species_; ++p) {
        summary.species[p].on_mesh_kg += stored[p] - summary.species[p].in_streets_kg;
        summary.species[p].in_streets_kg = stored[p];
    }
}

void KerbAir::start(double interval_s) {
    if (!on_) return;
    interval_s_ = interval_s;
    float const nothing = std::numeric_limits<float>::quiet_NaN();
    for (auto* side : {&mean_.leeward, &mean_.windward}) {
        side->assign(written_->size(), std::vector<float>(n_roads_, nothing));
        for (auto& values : *side)
            for (auto const& street : streets_)
                for (std::size_t const road : street.roads) values[road] = 0;
    }
}

void KerbAir::react(std::vector<double>& air, chemistry::Rates const& rates, double residence) const {
    using namespace constants;
    chemistry::NitrogenOxides const supply{air[no_] / molar_mass_no, air[no2_] / molar_mass_no2,
                                           air[o3_] / molar_mass_o3};
    auto const now = chemistry::in_through_flow(supply, rates, residence);
    air[no_] = now.no * molar_mass_no;
    air[no2_] = now.no2 * molar_mass_no2;
    air[o3_] = now.o3 * molar_mass_o3;
}

void KerbAir::set_street_air(State const& state, double response, std::vector<double> const& without,
                             chemistry::Rates const& rates, std::vector<double>& air) const {
    for (std::size_t p = 0; p < n_species_; ++p) air[p] = without[p] + response * state.line[p];
    if (reactive_ && state.response.residence > 0) react(air, rates, state.response.residence);
}

void KerbAir::add_kerb(StreetModel const& street, std::vector<double> const& air, float weight,
                       std::vector<std::vector<float>>& side) const {
    for (std::size_t w = 0; w < written_->size(); ++w) {
        double value = 0;
        for (auto const& part : written_->parts(w)) value += part.factor * air[part.carried];
        for (std::size_t const road : street.roads) side[w][road] += weight * static_cast<float>(value);
    }
}

void KerbAir::add_kerbs(StreetModel const& street, State const& state, std::vector<double> const& own, float weight,
                        state::ConcentrationField const& concentration, chemistry::Rates const& rates) {
    bool const resolved = street.kind == StreetKind::resolved;
    std::vector<double> above(n_species_), air(n_species_);
    for (std::size_t p = 0; p < n_species_; ++p) {
        double cells = 0;
        for (auto const& [cell, share] : street.cells)
            cells += share * static_cast<double>(concentration.species[p][cell]);
        above[p] = std::max(0.0, cells - (resolved ? 0.0 : own[p]));
    }
    auto const add = [&](double response, std::vector<std::vector<float>>& side) {
        if (!resolved) set_street_air(state, response, above, rates, air);
        add_kerb(street, resolved ? above : air, weight, side);
    };
    add(state.response.leeward, mean_.leeward);
    add(state.response.windward, mean_.windward);
}

void KerbAir::sample(double begin_s, double duration_s, state::ConcentrationField const& concentration,
                     AirChemistry const& chemistry) {
    if (!on_ || steady_) return;
    auto const weight = static_cast<float>(duration_s / interval_s_);
    chemistry::Rates const rates = reactive_ ? chemistry.rates(begin_s + 0.5 * duration_s) : chemistry::Rates{};
    std::vector<double> own(n_species_);
    for (std::size_t s = 0; s < streets_.size(); ++s) {
        for (std::size_t p = 0; p < n_species_; ++p) own[p] = states_[s].own * states_[s].line[p] * streets_[s].length;
        add_kerbs(streets_[s], states_[s], own, weight, concentration, rates);
    }
}

void KerbAir::settle(double begin_s, double duration_s, state::ConcentrationField& concentration,
                     AirChemistry const& chemistry, std::vector<OwnPart> const& own) {
    if (!on_) return;
    HACTHANH_EXPECT(steady_ && duration_s > 0 && own.size() == streets_.size());
    auto const weight = static_cast<float>(duration_s / interval_s_);
    chemistry::Rates const rates = reactive_ ? chemistry.rates(begin_s + 0.5 * duration_s) : chemistry::Rates{};
    for (std::size_t s = 0; s < streets_.size(); ++s) {
        auto& state = states_[s];
        state.response = {state.mean.leeward / duration_s, state.mean.windward / duration_s,
                          state.mean.residence / duration_s};
        for (std::size_t p = 0; p < n_species_; ++p) state.line[p] = state.given[p] / (streets_[s].length * duration_s);
        add_kerbs(streets_[s], state, own[s].at_kerbs, weight, concentration, rates);
        state.mean = {};
        std::ranges::fill(state.given, 0.0);
    }
    show_canyons(concentration, own, rates);
}

void KerbAir::show_canyons(state::ConcentrationField& concentration, std::vector<OwnPart> const& own,
                           chemistry::Rates const& rates) const {
    std::map<std::size_t, std::vector<double>> changes;  // of a cell: all canyons see the same open plumes
    std::vector<double> without(n_species_), air(n_species_);
    for (std::size_t s = 0; s < streets_.size(); ++s) {
        auto const& state = states_[s];
        for (std::size_t c = 0; c < streets_[s].canyon.size(); ++c) {
            auto const& one = streets_[s].canyon[c];
            auto& change = changes.try_emplace(one.cell, n_species_, 0.0).first->second;
            auto const now = [&](std::size_t p) { return static_cast<double>(concentration.species[p][one.cell]); };
            for (std::size_t p = 0; p < n_species_; ++p) {
                without[p] = std::max(0.0, now(p) - own[s].in_middle[p][c]);
                change[p] += (1 - one.left - one.right) * (own[s].outside[p][c] - own[s].in_middle[p][c]);
            }
            for (bool const right : {false, true}) {
                bool const lee = right == state.lee_is_right;
                set_street_air(state, lee ? state.response.leeward : state.response.windward, without, rates, air);
                for (std::size_t p = 0; p < n_species_; ++p)
                    change[p] += (right ? one.right : one.left) * (air[p] - now(p));
            }
        }
    }
    for (auto const& [cell, change] : changes)
        for (std::size_t p = 0; p < n_species_; ++p) {
            float& value = concentration.species[p][cell];
            value = std::max(0.0F, value + static_cast<float>(change[p]));
        }
}

std::vector<double> KerbAir::memory() const {
    std::vector<double> all;
    for (auto const& state : states_) {
        all.push_back(state.turbulence_square);
        all.insert(all.end(), state.mass.begin(), state.mass.end());
    }
    return all;
}

void KerbAir::remember(std::vector<double> const& memory) {
    HACTHANH_EXPECT(memory.size() == states_.size() * (1 + n_species_));
    auto next = memory.begin();
    for (auto& state : states_) {
        state.turbulence_square = *next++;
        for (double& mass : state.mass) mass = *next++;
    }
}

}  // namespace hacthanh::run
