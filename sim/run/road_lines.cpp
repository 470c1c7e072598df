#include "sim/run/road_lines.hpp"

#include "sim/chemistry/nitrogen_oxides.hpp"
#include "sim/core/constants.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <span>
#include <utility>

namespace hacthanh::run {
namespace {

/// Heights of vehicles by group [m]: defaults of SUMO's vehicle classes
/// (sumo.dlr.de/docs/Vehicle_Type_Parameter_Defaults).
constexpr std::array<double, state::n_vehicle_groups> vehicle_height{1.5, 1.5, 2.86, 3.4, 2.4, 1.5};
constexpr double height_step = 0.5;  ///< [m] our choice
constexpr double width_step = 3.5;   ///< [m] a lane

/// Mean over the distance driven, in whole steps; a car where nothing is known.
double mean_height(state::RoadSeries const& roads, std::size_t road) {
    double metres = 0;
    double sum = 0;
    for (std::size_t g = 0; g < roads.groups.size(); ++g) {
        metres += roads.groups[g].vehicle_metres[road];
        sum += roads.groups[g].vehicle_metres[road] * vehicle_height[g];
    }
    double const mean = metres > 0 ? sum / metres : vehicle_height[1];
    return height_step * std::max(1.0, std::round(mean / height_step));
}

/// Where the own part of a street is wanted: in its cells, in the cells of its canyon, beside it in each of these.
std::vector<city::Point> places_of(StreetModel const& street, mesh::CityMesh const& mesh) {
    std::size_t const layer = mesh.nx() * mesh.ny();
    auto const middle = [&](std::size_t cell) {
        return city::Point{mesh.x_centre(cell % layer % mesh.nx()), mesh.y_centre(cell % layer / mesh.nx())};
    };
    std::vector<city::Point> places;
    for (auto const& [cell, share] : street.cells) places.push_back(middle(cell));
    for (auto const& one : street.canyon) places.push_back(middle(one.cell));
    for (auto const& one : street.canyon) places.insert(places.end(), one.outside.begin(), one.outside.end());
    return places;
}

OwnPart nothing_of(StreetModel const& street, std::size_t n_species) {
    std::vector<std::vector<double>> const of_cells(n_species, std::vector<double>(street.canyon.size(), 0.0));
    return {std::vector<double>(n_species, 0.0), of_cells, of_cells};
}

/// @param found  at places_of(street)
void set_own_part(StreetModel const& street, std::vector<double> const& found, std::size_t species, OwnPart& own) {
    auto next = found.begin();
    for (auto const& [cell, share] : street.cells) own.at_kerbs[species] += share * *next++;
    for (double& value : own.in_middle[species]) value = *next++;
    own.outside[species] = own.in_middle[species];
    for (std::size_t c = 0; c < street.canyon.size(); ++c) {
        auto const n = static_cast<std::ptrdiff_t>(street.canyon[c].outside.size());
        if (n > 0) own.outside[species][c] = std::accumulate(next, next + n, 0.0) / static_cast<double>(n);
        next += n;
    }
}

}  // namespace

RoadLines::RoadLines(city::City const& city, mesh::CityMesh const& mesh, double tolerance,
                     std::vector<dispersion::Removal> const& removal, std::vector<state::OtherSource> sources,
                     std::vector<StreetModel> streets)
    : city_(&city),
      mesh_(&mesh),
      tolerance_(tolerance),
      removal_(removal),
      sources_(std::move(sources)),
      streets_(std::move(streets)),
      sum_(city.roads.size(), removal.size()),
      source_masses_(sources_.size(), std::vector<double>(removal.size(), 0.0)) {
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i < mesh.nx(); ++i) {
            std::size_t const cell = mesh.cell({i, j, 0});
            if (!mesh.is_open(cell)) continue;
            cells_.push_back(cell);
            places_.push_back({mesh.x_centre(i), mesh.y_centre(j)});
        }
    for (auto const& barrier : city.barriers)
        for (std::size_t n = 0; n + 1 < barrier.axis.size(); ++n)
            walls_.push_back({barrier.axis[n], barrier.axis[n + 1], barrier.height_m});
}

void RoadLines::collect(state::RoadSeries const& roads, double duration_s) {
    for (std::size_t s = 0; s < roads.emitted.size(); ++s)
        for (std::size_t r = 0; r < roads.emitted[s].size(); ++r) sum_.emitted[s][r] += roads.emitted[s][r];
    for (std::size_t g = 0; g < roads.groups.size(); ++g)
        for (std::size_t r = 0; r < roads.groups[g].vehicle_metres.size(); ++r)
            sum_.groups[g].vehicle_metres[r] += roads.groups[g].vehicle_metres[r];
    duration_s_ += duration_s;
}

void RoadLines::collect_sources(std::vector<std::vector<double>> const& masses) {
    for (std::size_t n = 0; n < masses.size(); ++n)
        for (std::size_t s = 0; s < masses[n].size(); ++s) source_masses_[n][s] += masses[n][s];
}

RoadLines::Emitting RoadLines::emitting() const {
    std::size_t const n_species = sum_.emitted.size();
    std::map<std::pair<double, double>, std::uint32_t> kinds;
    Emitting found;
    for (std::size_t r = 0; r < city_->roads.size(); ++r) {
        auto const& road = city_->roads[r];
        double length = 0;
        for (std::size_t n = 0; n + 1 < road.axis.size(); ++n)
            length += std::hypot(road.axis[n + 1].x - road.axis[n].x, road.axis[n + 1].y - road.axis[n].y);
        bool emits = false;
        for (std::size_t s = 0; s < n_species; ++s) emits |= sum_.emitted[s][r] > 0;
        if (!emits || length <= 0) continue;
        std::pair const kind{mean_height(sum_, r), width_step * std::max(1.0, std::round(road.width_m / width_step))};
        auto const [known, is_new] = kinds.try_emplace(kind, static_cast<std::uint32_t>(found.sources.size()));
        if (is_new) found.sources.push_back(dispersion::vehicle_wake(kind.first, kind.second));
        for (std::size_t n = 0; n + 1 < road.axis.size(); ++n) {
            dispersion::RoadPiece const piece{road.axis[n], road.axis[n + 1], known->second};
            if (piece.is_point()) continue;  // a corner said twice
            found.pieces.push_back(piece);
            found.roads.push_back(r);
            for (std::size_t s = 0; s < n_species; ++s)
                found.rates.push_back(sum_.emitted[s][r] / length / duration_s_);
        }
    }
    return found;
}

RoadLines::Prepared RoadLines::prepare(Emitting const& roads, std::vector<std::size_t> const& species, double loss_rate,
                                       state::InflowProfile const& weather) const {
    auto walled = dispersion::beside_walls(roads.pieces, roads.sources, walls_, weather.wind_from_deg);
    auto const others = lines_of(sources_, *mesh_, weather.wind_from_deg);
    std::size_t const n_species = sum_.emitted.size();
    Prepared found{std::move(walled.sources), std::move(walled.pieces), {}, {}};
    for (std::size_t const piece : walled.parents) {
        found.roads.push_back(roads.roads[piece]);
        for (std::size_t const s : species) found.rates.push_back(roads.rates[piece * n_species + s]);
    }
    auto const first = static_cast<std::uint32_t>(found.sources.size());
    found.sources.insert(found.sources.end(), others.kinds.begin(), others.kinds.end());
    for (std::size_t n = 0; n < others.pieces.size(); ++n) {
        auto const& masses = source_masses_[others.sources[n]];
        if (std::ranges::none_of(species, [&](std::size_t s) { return masses[s] > 0; })) continue;
        found.pieces.push_back(others.pieces[n]);
        found.pieces.back().source += first;
        for (std::size_t const s : species) found.rates.push_back(masses[s] * others.shares[n] / duration_s_);
    }
    for (auto& source : found.sources) source.loss_rate = loss_rate;
    return found;
}

dispersion::LineSource RoadLines::lines(Prepared const& prepared, state::InflowProfile const& weather) const {
    dispersion::LineSourceOptions options;
    options.tolerance = tolerance_;
    return {dispersion::surface_layer(weather), weather.wind_from_deg, prepared.sources, mesh_->z_centre(0), options};
}

void RoadLines::find_own_parts(dispersion::LineSource const& lines, Prepared const& prepared,
                               std::vector<std::size_t> const& species, Parallel const& parallel) {
    std::vector<std::vector<std::size_t>> pieces_of_road(city_->roads.size());
    for (std::size_t n = 0; n < prepared.roads.size(); ++n) pieces_of_road[prepared.roads[n]].push_back(n);
    for (std::size_t street = 0; street < streets_.size(); ++street) {
        std::vector<dispersion::RoadPiece> pieces;
        std::vector<double> rates;
        for (std::size_t const road : streets_[street].roads)
            for (std::size_t const n : pieces_of_road[road]) {
                pieces.push_back(prepared.pieces[n]);
                for (std::size_t m = 0; m < species.size(); ++m)
                    rates.push_back(prepared.rates[n * species.size() + m]);
            }
        if (pieces.empty()) continue;
        auto const found =
            lines.concentrations(pieces, rates, species.size(), places_of(streets_[street], *mesh_), parallel);
        for (std::size_t m = 0; m < species.size(); ++m)
            set_own_part(streets_[street], found[m], species[m], own_parts_[street]);
    }
}

RoadLines::Transfer RoadLines::transfer(std::vector<std::size_t> const& cells, double loss_rate,
                                        state::InflowProfile const& weather, Parallel const& parallel) const {
    Emitting const roads = emitting();
    Transfer found;
    if (roads.pieces.empty()) return found;
    std::vector<double> lengths(city_->roads.size(), 0.0);
    for (std::size_t p = 0; p < roads.pieces.size(); ++p)
        lengths[roads.roads[p]] +=
            std::hypot(roads.pieces[p].to.x - roads.pieces[p].from.x, roads.pieces[p].to.y - roads.pieces[p].from.y);
    std::vector<city::Point> places;
    for (std::size_t const cell : cells)
        places.push_back({mesh_->x_centre(cell % mesh_->nx()), mesh_->y_centre(cell / mesh_->nx())});
    auto const prepared = prepare(roads, {}, loss_rate, weather);
    auto const plumes = lines(prepared, weather);
    std::size_t const n = prepared.roads.size();
    for (std::size_t first = 0, last = 0; first < n; first = last) {
        std::size_t const road = prepared.roads[first];
        while (last < n && prepared.roads[last] == road) ++last;
        std::vector<double> const rates(last - first, 1 / lengths[road]);
        auto const pieces = std::span(prepared.pieces).subspan(first, last - first);
        auto const given = plumes.concentrations(pieces, rates, 1, places, parallel)[0];
        found.roads.push_back(road);
        found.gives.emplace_back(given.begin(), given.end());
    }
    return found;
}

void RoadLines::react(ReactingAir const& air, double lambda, state::InflowConcentration const& background,
                      std::vector<double> const& unreacted, state::ConcentrationField& field) const {
    auto& no = field.species[air.no];
    auto& no2 = field.species[air.no2];
    auto& o3 = field.species[air.o3];
    for (std::size_t n = 0; n < cells_.size(); ++n) {
        std::size_t const cell = cells_[n];
        double const of_roads = static_cast<double>(no[cell]) - background[air.no];
        if (!(of_roads > 0) || !(unreacted[n] > 0)) continue;
        double const time = -std::log(std::min(unreacted[n] / of_roads, 1.0)) / lambda;
        auto const parcel = chemistry::after({static_cast<double>(no[cell]) / constants::molar_mass_no,
                                              static_cast<double>(no2[cell]) / constants::molar_mass_no2,
                                              static_cast<double>(o3[cell]) / constants::molar_mass_o3},
                                             air.rates, time);
        no[cell] = static_cast<float>(parcel.no * constants::molar_mass_no);
        no2[cell] = static_cast<float>(parcel.no2 * constants::molar_mass_no2);
        o3[cell] = static_cast<float>(parcel.o3 * constants::molar_mass_o3);
    }
}

double RoadLines::settle(state::InflowProfile const& weather, state::InflowConcentration const& background,
                         std::optional<ReactingAir> const& reacting, state::ConcentrationField& field,
                         Parallel const& parallel) {
    if (duration_s_ <= 0) return 0;
    std::size_t const n_species = sum_.emitted.size();
    for (std::size_t s = 0; s < n_species; ++s)
        for (std::size_t c = 0; c < mesh_->n_cells(); ++c)
            field.species[s][c] = mesh_->is_open(c) ? static_cast<float>(background[s]) : 0.0F;
    auto const roads = emitting();
    own_parts_.clear();
    for (auto const& street : streets_) own_parts_.push_back(nothing_of(street, n_species));
    std::map<double, std::vector<std::size_t>> species_by_loss;  // those of one rate share their plumes
    for (std::size_t s = 0; s < n_species; ++s) species_by_loss[removal_[s].loss_rate].push_back(s);
    for (auto const& [loss_rate, species] : species_by_loss) {
        auto const prepared = prepare(roads, species, loss_rate, weather);
        if (prepared.pieces.empty()) continue;
        auto const model = lines(prepared, weather);
        auto const found = model.concentrations(prepared.pieces, prepared.rates, species.size(), places_, parallel);
        for (std::size_t m = 0; m < species.size(); ++m)
            for (std::size_t n = 0; n < cells_.size(); ++n)
                field.species[species[m]][cells_[n]] += static_cast<float>(found[m][n]);
        find_own_parts(model, prepared, species, parallel);
    }
    double const lambda = reacting ? reacting->rates.oxidation * background[reacting->o3] / constants::molar_mass_o3 +
                                         reacting->rates.photolysis
                                   : 0.0;
    if (lambda > 0) {
        auto const prepared = prepare(roads, {reacting->no}, removal_[reacting->no].loss_rate + lambda, weather);
        auto const left =
            lines(prepared, weather).concentrations(prepared.pieces, prepared.rates, 1, places_, parallel);
        react(*reacting, lambda, background, left[0], field);
    }
    for (auto& masses : source_masses_) std::ranges::fill(masses, 0.0);
    sum_ = state::RoadSeries(city_->roads.size(), n_species);
    return std::exchange(duration_s_, 0.0);
}

}  // namespace hacthanh::run
