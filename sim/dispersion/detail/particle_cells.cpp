#include "sim/dispersion/detail/particle_cells.hpp"

#include "sim/core/error.hpp"
#include "sim/dispersion/detail/eddy_lifetime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::dispersion::detail {
AlignedArray<CellRecord> particle_cells(state::WindField const& wind, state::ParticleTurbulence const& turbulence,
                                        double axis_x, double axis_y, double c0, mesh::CityMesh const& mesh,
                                        Parallel const& parallel) {
    AlignedArray<CellRecord> records(mesh.n_cells(), CellRecord{});
    parallel.for_blocks(mesh.nz(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k)
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                for (std::size_t i = 0; i < mesh.nx(); ++i) {
                    std::size_t const cell = mesh.cell({i, j, k});
                    if (!mesh.is_open(cell)) continue;
                    CellRecord& record = records[cell];
                    std::array<std::size_t, 6> const face{wind.x_face(i, j, k), wind.x_face(i + 1, j, k),
                                                          wind.y_face(i, j, k), wind.y_face(i, j + 1, k),
                                                          wind.z_face(i, j, k), wind.z_face(i, j, k + 1)};
                    std::array<bool, 6> const outer{i == 0, i + 1 == mesh.nx(), j == 0, j + 1 == mesh.ny(),
                                                    false,  k + 1 == mesh.nz()};
                    std::array<double, 3> const size{mesh.cell_size(), mesh.cell_size(), mesh.layer_thickness(k)};
                    for (std::size_t f = 0; f < 6; ++f) {
                        double const aperture = f < 2   ? mesh.x_aperture(face[f])
                                                : f < 4 ? mesh.y_aperture(face[f])
                                                        : mesh.z_aperture(face[f]);
                        double const speed = f < 2 ? wind.x()[face[f]] : f < 4 ? wind.y()[face[f]] : wind.z()[face[f]];
                        bool const ground = f == 4 && k == 0;
                        FaceKind const kind = ground          ? ground_face
                                              : outer[f]      ? outer_face
                                              : aperture <= 0 ? wall_face
                                                              : open_face;
                        record.wind[f] =
                            kind == wall_face || ground ? 0.0F : static_cast<float>(speed * aperture / size[f / 2]);
                        record.faces |= static_cast<std::uint32_t>(kind) << (2 * f);
                    }
                    double const along = static_cast<double>(turbulence.sigma_along[cell]);
                    double const across = static_cast<double>(turbulence.sigma_across[cell]);
                    double const up = std::max(static_cast<double>(turbulence.sigma_up[cell]), least_sigma_m_s);
                    double const rate = eddy_rate(up, static_cast<double>(turbulence.dissipation[cell]), c0);
                    std::array<double, 3> const sigma{std::hypot(axis_x * along, axis_y * across),
                                                      std::hypot(axis_y * along, axis_x * across), up};
                    for (std::size_t a = 0; a < 3; ++a) {
                        double const s = std::max(sigma[a], least_sigma_m_s);
                        record.spread[a] = static_cast<float>(s / size[a]);
                        record.inverse_time[a] = static_cast<float>(rate);
                        record.log_sigma[a] = static_cast<float>(std::log(s));
                        if (!std::isfinite(record.inverse_time[a]) || !std::isfinite(record.spread[a]) ||
                            !std::isfinite(record.wind[2 * a]) || !std::isfinite(record.wind[2 * a + 1]))
                            throw SolverError(
                                fmt::format("wind or turbulence is not finite at cell x={} y={} z={}", i, j, k));
                    }
                }
    });
    return records;
}

}  // namespace hacthanh::dispersion::detail
