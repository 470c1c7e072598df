#include "bench/transport/workload.hpp"

#include "bench/wind/city.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/projection.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace hacthanh::bench {
namespace {

std::shared_ptr<mesh::CityMesh const> make_mesh(std::size_t n) {
    mesh::MeshOptions options;
    double const length = static_cast<double>(n) * options.cell_size_m;
    return std::make_shared<mesh::CityMesh>(city::Rectangle{0, 0, length, length}, options);
}

state::Flow make_flow(mesh::CityMesh const& mesh) {
    weather::WeatherOptions options;
    options.wind_speed_m_s = 3;
    options.wind_from_deg = 230;
    return wind::UniformWind(mesh).solve(weather::make_inflow_profile(options, mesh, 0.8));
}

void add_traffic(Workload& workload) {
    std::size_t const nx = workload.mesh().nx();
    for (std::size_t s = 0; s < workload.emission.n_species(); ++s) {
        auto const mass = workload.emission.species(s);
        for (std::size_t cell = 0; cell < mass.size(); ++cell)
            if (cell % nx % 10 == 0 || cell / nx % 10 == 0) mass[cell] = 1e-3 * static_cast<double>(s + 1);
    }
}

/// Stream function of eddies in a vertical plane [m2/s], 0 on ground and lid.
double eddy(double along, double z, double top) {
    return 40.0 * std::sin(2 * std::numbers::pi * along / 1000) * std::sin(std::numbers::pi * z / top);
}

}  // namespace

Workload city_morning(std::size_t n, std::size_t n_species) {
    auto const shared_mesh = make_mesh(n);
    mesh::CityMesh const& mesh = *shared_mesh;
    Workload workload{"city_morning", shared_mesh, make_flow(mesh), state::EmissionField(mesh, n_species, 2),
                      std::vector<dispersion::Removal>(n_species)};
    workload.removal.back().deposition_velocity = 0.002;
    add_traffic(workload);
    return workload;
}

Workload swirling_city(std::size_t n, std::size_t n_species) {
    Workload workload = city_morning(n, n_species);
    workload.name = "swirling_city";
    mesh::CityMesh const& mesh = workload.mesh();
    state::WindField& wind = workload.flow.wind;
    auto const& z = mesh.z_faces();
    double const top = z.back();
    double const dx = mesh.cell_size();
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                double const x = dx * static_cast<double>(i);
                wind.x()[wind.x_face(i, j, k)] +=
                    (eddy(x, z[k + 1], top) - eddy(x, z[k], top)) / mesh.layer_thickness(k);
            }
    for (std::size_t k = 1; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const x = dx * static_cast<double>(i);
                wind.z()[wind.z_face(i, j, k)] = -(eddy(x + dx, z[k], top) - eddy(x, z[k], top)) / dx;
            }
    return workload;
}

Workload block_city(std::size_t n_species) {
    auto const shared_mesh = std::make_shared<mesh::CityMesh const>(block_city(200, 200, 40));
    mesh::CityMesh const& mesh = *shared_mesh;
    Parallel const parallel(2);
    state::Flow flow{first_guess(mesh),
                     {mesh::FaceField<float>(mesh, "vertical_diffusivity", "m2 s-1"),
                      mesh::CellField<float>(mesh, "horizontal_diffusivity", "m2 s-1", 3.0F)}};
    wind::Projection(mesh, {}, parallel).project(flow.wind);
    auto const mixing = flow.turbulence.vertical_diffusivity.z();
    std::size_t const layer = mesh.nx() * mesh.ny();
    for (std::size_t face = layer; face < layer * mesh.nz(); ++face)
        mixing[face] = mesh.z_aperture(face) > 0 ? 2.0F : 0.0F;
    Workload workload{"block_city", shared_mesh, std::move(flow), state::EmissionField(mesh, n_species, 2),
                      std::vector<dispersion::Removal>(n_species)};
    workload.removal.back().deposition_velocity = 0.002;
    add_traffic(workload);
    for (std::size_t s = 0; s < n_species; ++s)
        for (std::size_t cell = 0; cell < workload.emission.species(s).size(); ++cell)
            if (!mesh.is_open(cell)) workload.emission.species(s)[cell] = 0;
    return workload;
}

void plain_step(Workload const& workload, float const* in, float* out, double time_step) {
    mesh::CityMesh const& mesh = workload.mesh();
    state::WindField const& wind = workload.flow.wind;
    auto const& turbulence = workload.flow.turbulence;
    double const dx = mesh.cell_size();
    auto const upwind = [](double speed, double low, double high) { return speed * (speed > 0 ? low : high); };
    auto const at = [&](std::size_t i, std::size_t j, std::size_t k) {
        return static_cast<double>(in[mesh.cell({i, j, k})]);
    };
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const c = at(i, j, k);
                double const west = i > 0 ? at(i - 1, j, k) : 0;
                double const east = i + 1 < mesh.nx() ? at(i + 1, j, k) : 0;
                double const south = j > 0 ? at(i, j - 1, k) : 0;
                double const north = j + 1 < mesh.ny() ? at(i, j + 1, k) : 0;
                double const below = k > 0 ? at(i, j, k - 1) : c;
                double const above = k + 1 < mesh.nz() ? at(i, j, k + 1) : c;
                double const h = mesh.layer_thickness(k);
                double change = upwind(wind.x()[wind.x_face(i, j, k)], west, c) -
                                upwind(wind.x()[wind.x_face(i + 1, j, k)], c, east);
                change += upwind(wind.y()[wind.y_face(i, j, k)], south, c) -
                          upwind(wind.y()[wind.y_face(i, j + 1, k)], c, north);
                change /= dx;
                change += (upwind(wind.z()[wind.z_face(i, j, k)], below, c) -
                           upwind(wind.z()[wind.z_face(i, j, k + 1)], c, above)) /
                          h;
                double const kh = turbulence.horizontal_diffusivity[mesh.cell({i, j, k})];
                change += kh / (dx * dx) * (west + east + south + north - 4 * c);
                double const low = turbulence.vertical_diffusivity.z()[wind.z_face(i, j, k)];
                double const high = turbulence.vertical_diffusivity.z()[wind.z_face(i, j, k + 1)];
                change += (high * (above - c) - low * (c - below)) / (h * h);
                out[mesh.cell({i, j, k})] = static_cast<float>(c + time_step * change);
            }
}

}  // namespace hacthanh::bench
