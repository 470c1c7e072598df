#pragma once
/// Meshes, flows and accounts that the transport's tests share.

#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/mass_budget.hpp"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace hacthanh::test {

/// nx x ny cells of `cell` metres, nz layers up to `top`; equal layers unless `first` says otherwise.
inline mesh::CityMesh box(std::size_t nx, std::size_t ny, std::size_t nz, double cell, double top, double first = 0) {
    mesh::MeshOptions options;
    options.cell_size_m = cell;
    options.levels = static_cast<int>(nz);
    options.top_m = top;
    options.first_layer_m = first > 0 ? first : top / static_cast<double>(nz);
    return mesh::CityMesh({0, 0, static_cast<double>(nx) * cell, static_cast<double>(ny) * cell}, options);
}

/// The same wind and diffusivities everywhere; K_z = 0 at ground and lid.
inline state::Flow steady_flow(mesh::CityMesh const& mesh, double u, double v, double kz = 0, double kh = 0) {
    state::Flow flow{state::WindField(mesh, "wind", "m s-1"),
                     {mesh::FaceField<float>(mesh, "vertical_diffusivity", "m2 s-1"),
                      mesh::CellField<float>(mesh, "horizontal_diffusivity", "m2 s-1", static_cast<float>(kh))}};
    for (double& speed : flow.wind.x()) speed = u;
    for (double& speed : flow.wind.y()) speed = v;
    std::size_t const layer = mesh.nx() * mesh.ny();
    auto const diffusivity = flow.turbulence.vertical_diffusivity.z();
    for (float& value : diffusivity.subspan(layer, layer * (mesh.nz() - 1))) value = static_cast<float>(kz);
    return flow;
}

/// Adds eddies in all three directions that do not pass the walls, from a vector potential on the cell edges: the
/// fluxes of every cell balance to rounding. @param speed  of the fastest eddies [m/s], roughly
inline void add_eddies(state::Flow& flow, mesh::CityMesh const& mesh, double speed) {
    using std::numbers::pi;
    auto const& z = mesh.z_faces();
    double const dx = mesh.cell_size();
    double const lx = mesh.extent().width();
    double const ly = mesh.extent().height();
    double const lz = z.back();
    // Each component vanishes on the walls that it runs along.
    auto const ax = [&](double x, double y, double zz) {
        return speed * lz / pi * std::sin(2 * pi * y / ly) * std::sin(pi * zz / lz) * (1 + 0.5 * std::cos(3 * x / lx));
    };
    auto const ay = [&](double x, double y, double zz) {
        return speed * lz / pi * std::sin(3 * pi * x / lx) * std::sin(pi * zz / lz) * (1 + 0.4 * std::sin(5 * y / ly));
    };
    auto const az = [&](double x, double y, double zz) {
        return speed * lx / (2 * pi) * std::sin(2 * pi * x / lx) * std::sin(pi * y / ly) * (1 - 0.6 * zz / lz);
    };
    auto const at = [dx](std::size_t i, double half) { return (static_cast<double>(i) + half) * dx; };
    auto& wind = flow.wind;
    for (std::size_t k = 0; k <= mesh.nz(); ++k)
        for (std::size_t j = 0; j <= mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                double const x = at(i, 0), y = at(j, 0), xm = at(i, 0.5), ym = at(j, 0.5);
                bool const layer = k < mesh.nz();
                double const h = layer ? mesh.layer_thickness(k) : 1;
                double const zm = layer ? mesh.z_centre(k) : 0;
                if (layer && j < mesh.ny() && i > 0 && i < mesh.nx())
                    wind.x()[wind.x_face(i, j, k)] +=
                        ((az(x, y + dx, zm) - az(x, y, zm)) / dx - (ay(x, ym, z[k + 1]) - ay(x, ym, z[k])) / h);
                if (layer && i < mesh.nx() && j > 0 && j < mesh.ny())
                    wind.y()[wind.y_face(i, j, k)] +=
                        ((ax(xm, y, z[k + 1]) - ax(xm, y, z[k])) / h - (az(x + dx, y, zm) - az(x, y, zm)) / dx);
                if (k > 0 && layer && i < mesh.nx() && j < mesh.ny())
                    wind.z()[wind.z_face(i, j, k)] +=
                        ((ay(x + dx, ym, z[k]) - ay(x, ym, z[k])) / dx - (ax(xm, y + dx, z[k]) - ax(xm, y, z[k])) / dx);
            }
}

/// A transport with its field and its running account.
class Twin {
public:
    Twin(mesh::CityMesh const& mesh, state::Flow const& flow, std::vector<double> const& deposition = {0.0},
         int threads = 1, double courant = 0.9)
        : Twin(removals(deposition), mesh, flow, threads, courant) {}

    Twin(std::vector<dispersion::Removal> const& removal, mesh::CityMesh const& mesh, state::Flow const& flow,
         int threads = 1, double courant = 0.9)
        : parallel_(threads),
          field(mesh, std::vector<std::string>(removal.size(), "species")),
          emission(mesh, removal.size(), 2),
          inflow(removal.size(), 0.0),
          budget(removal.size()),
          model(dispersion::DispersionOptions{courant, 0.8}, flow, mesh, removal, parallel_) {}

    /// Advances and books; call start() first when the field does not start at zero.
    dispersion::TransportReport advance(double duration) {
        emission.duration_s = duration;
        auto report = model.advance(field, emission, inflow, duration);
        for (std::size_t s = 0; s < budget.size(); ++s) {
            auto const& exchange = report.species[s];
            budget[s].emitted += exchange.emitted;
            budget[s].inflow += exchange.inflow;
            budget[s].outflow += exchange.outflow;
            budget[s].deposited += exchange.deposited;
            budget[s].chemistry -= exchange.lost;
            budget[s].in_domain = exchange.in_domain;
        }
        return report;
    }

    /// Books what the field holds now as the initial mass.
    void start() {
        for (std::size_t s = 0; s < budget.size(); ++s) budget[s].initial = mass(s);
    }

    double mass(std::size_t s = 0) const {
        auto const& cells = field.species[s];
        double total = 0;
        for (std::size_t n = 0; n < cells.mesh().n_cells(); ++n)
            total += static_cast<double>(cells[n]) *
                     cells.mesh().layer_cell_volume(n / (cells.mesh().nx() * cells.mesh().ny())) *
                     cells.mesh().free_volume_fraction(n);
        return total;
    }

private:
    static std::vector<dispersion::Removal> removals(std::vector<double> const& deposition) {
        std::vector<dispersion::Removal> removal;
        for (double velocity : deposition) removal.push_back({velocity, 0, 0});
        return removal;
    }

    Parallel parallel_;

public:
    state::ConcentrationField field;
    state::EmissionField emission;
    state::InflowConcentration inflow;
    std::vector<state::MassBudget> budget;
    dispersion::FiniteVolumeTransport model;
};

}  // namespace hacthanh::test
