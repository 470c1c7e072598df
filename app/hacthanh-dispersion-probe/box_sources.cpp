#include "app/hacthanh-dispersion-probe/box_sources.hpp"

#include "app/probe/cell_weights.hpp"
#include "sim/core/error.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace hacthanh::probe {
namespace {

using nlohmann::json;

/// Length of [low, high] that lies in the cell [from, to].
double overlap(double low, double high, double from, double to) {
    return std::max(0.0, std::min(high, to) - std::max(low, from));
}

void add_source(json const& source, mesh::CityMesh const& mesh, double duration_s, state::EmissionField& emission) {
    std::array<double, 6> const box = source.at("box");
    double const mass = source.at("kg_s").get<double>() * duration_s;
    auto const cells = emission.species(0);
    std::vector<double> shares(cells.size());
    double sum = 0;
    double const dx = mesh.cell_size();
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        if (!mesh.is_open(cell)) continue;
        std::size_t const i = cell % mesh.nx();
        std::size_t const j = cell / mesh.nx() % mesh.ny();
        std::size_t const k = cell / mesh.nx() / mesh.ny();
        shares[cell] = overlap(box[0], box[3], mesh.x_centre(i) - dx / 2, mesh.x_centre(i) + dx / 2) *
                       overlap(box[1], box[4], mesh.y_centre(j) - dx / 2, mesh.y_centre(j) + dx / 2) *
                       overlap(box[2], box[5], mesh.z_faces()[k], mesh.z_faces()[k + 1]) *
                       mesh.free_volume_fraction(cell);
        sum += shares[cell];
    }
    validate(sum > 0, "sources", "a source's box holds no air of the mesh");
    for (std::size_t cell = 0; cell < cells.size(); ++cell) cells[cell] += mass * shares[cell] / sum;
}

}  // namespace

state::EmissionField box_emission(json const& sources, mesh::CityMesh const& mesh, double duration_s,
                                  std::size_t n_species, bool all_layers) {
    double top = 0;
    for (auto const& source : sources) top = std::max(top, source.at("box").at(5).get<double>());
    std::size_t const layers = all_layers ? mesh.nz() : std::min(mesh.nz(), mesh.layer_at(top) + 1);
    state::EmissionField emission(mesh, n_species, layers);
    emission.duration_s = duration_s;
    for (auto const& source : sources) add_source(source, mesh, duration_s, emission);
    return emission;
}

json values_at(json const& points, mesh::CellField<float> const& cells) {
    json values = json::array();
    for (auto const& point : points) {
        auto const weights = weights_at(cells.mesh(), point[0], point[1], point[2]);
        double sum = 0;
        for (auto const& [cell, weight] : weights) sum += weight * static_cast<double>(cells.at(cell));
        values.push_back(weights.empty() ? json() : json(sum));
    }
    return values;
}

}  // namespace hacthanh::probe
