#include "sim/run/road_lines.hpp"

#include "sim/dispersion/line_source.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
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

}  // namespace

RoadLines::RoadLines(city::City const& city, mesh::CityMesh const& mesh, double tolerance,
                     std::vector<dispersion::Removal> const& removal)
    : city_(&city), mesh_(&mesh), tolerance_(tolerance), removal_(removal), sum_(city.roads.size(), removal.size()) {
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i < mesh.nx(); ++i) {
            std::size_t const cell = mesh.cell({i, j, 0});
            if (!mesh.is_open(cell)) continue;
            cells_.push_back(cell);
            places_.push_back({mesh.x_centre(i), mesh.y_centre(j)});
        }
}

void RoadLines::collect(state::RoadSeries const& roads, double duration_s) {
    for (std::size_t s = 0; s < roads.emitted.size(); ++s)
        for (std::size_t r = 0; r < roads.emitted[s].size(); ++r) sum_.emitted[s][r] += roads.emitted[s][r];
    for (std::size_t g = 0; g < roads.groups.size(); ++g)
        for (std::size_t r = 0; r < roads.groups[g].vehicle_metres.size(); ++r)
            sum_.groups[g].vehicle_metres[r] += roads.groups[g].vehicle_metres[r];
    duration_s_ += duration_s;
}

double RoadLines::settle(state::InflowProfile const& weather, state::InflowConcentration const& background,
                         state::ConcentrationField& field, Parallel const& parallel) {
    if (duration_s_ <= 0) return 0;
    std::size_t const n_species = sum_.emitted.size();
    std::map<std::pair<double, double>, std::uint32_t> kinds;
    std::vector<dispersion::RoadSource> sources;
    std::vector<dispersion::RoadPiece> pieces;
    std::vector<double> rates;
    for (std::size_t r = 0; r < city_->roads.size(); ++r) {
        auto const& road = city_->roads[r];
        double length = 0;
        for (std::size_t n = 0; n + 1 < road.axis.size(); ++n)
            length += std::hypot(road.axis[n + 1].x - road.axis[n].x, road.axis[n + 1].y - road.axis[n].y);
        bool emits = false;
        for (std::size_t s = 0; s < n_species; ++s) emits |= sum_.emitted[s][r] > 0;
        if (!emits || length <= 0) continue;
        std::pair const kind{mean_height(sum_, r), width_step * std::max(1.0, std::round(road.width_m / width_step))};
        auto const [found, is_new] = kinds.try_emplace(kind, static_cast<std::uint32_t>(sources.size()));
        if (is_new) sources.push_back(dispersion::vehicle_wake(kind.first, kind.second));
        for (std::size_t n = 0; n + 1 < road.axis.size(); ++n) {
            pieces.push_back({road.axis[n], road.axis[n + 1], found->second});
            for (std::size_t s = 0; s < n_species; ++s) rates.push_back(sum_.emitted[s][r] / length / duration_s_);
        }
    }
    for (std::size_t s = 0; s < n_species; ++s)
        for (std::size_t c = 0; c < mesh_->n_cells(); ++c)
            field.species[s][c] = mesh_->is_open(c) ? static_cast<float>(background[s]) : 0.0F;
    if (!pieces.empty()) {
        dispersion::LineSourceOptions options;
        options.tolerance = tolerance_;
        std::map<double, std::vector<std::size_t>> species_by_loss;  // those of one rate share their plumes
        for (std::size_t s = 0; s < n_species; ++s) species_by_loss[removal_[s].loss_rate].push_back(s);
        for (auto const& [loss_rate, species] : species_by_loss) {
            for (auto& source : sources) source.loss_rate = loss_rate;
            std::vector<double> of_these;
            for (std::size_t piece = 0; piece < pieces.size(); ++piece)
                for (std::size_t const s : species) of_these.push_back(rates[piece * n_species + s]);
            dispersion::LineSource const lines(dispersion::surface_layer(weather), weather.wind_from_deg, sources,
                                               mesh_->z_centre(0), options);
            auto const found = lines.concentrations(pieces, of_these, species.size(), places_, parallel);
            for (std::size_t m = 0; m < species.size(); ++m)
                for (std::size_t n = 0; n < cells_.size(); ++n)
                    field.species[species[m]][cells_[n]] += static_cast<float>(found[m][n]);
        }
    }
    sum_ = state::RoadSeries(city_->roads.size(), n_species);
    return std::exchange(duration_s_, 0.0);
}

}  // namespace hacthanh::run
