#include "bench/baselines/wind/problem.hpp"

#include <cmath>

namespace hacthanh::bench {
namespace {

template <class T>
double residual(Problem const& p, T const* x) {
    Dim const& d = p.d;
    double squares = 0;
    double of_b = 0;
    for (int k = 0; k < d.nz; ++k)
        for (int j = 0; j < d.ny; ++j)
            for (int i = 0; i < d.nx; ++i) {
                std::size_t const o = d.id(i, j, k);
                auto const pull = [&](std::uint8_t c, std::size_t beyond) {
                    return c * (static_cast<double>(x[o]) - static_cast<double>(x[beyond]));
                };
                double const r =
                    static_cast<double>(p.b[o]) -
                    static_cast<double>(p.kx) * (pull(p.ox[o], o + 1) + pull(p.ox[o - 1], o - 1)) -
                    static_cast<double>(p.ky) * (pull(p.oy[o], o + d.sx) + pull(p.oy[o - d.sx], o - d.sx)) -
                    static_cast<double>(p.kz) * (pull(p.oz[o], o + d.sy) + pull(p.oz[o - d.sy], o - d.sy));
                squares += r * r;
                of_b += static_cast<double>(p.b[o]) * static_cast<double>(p.b[o]);
            }
    return std::sqrt(squares / of_b);
}

}  // namespace

Problem make_problem(mesh::CityMesh const& mesh, state::WindField const& wind) {
    Problem p;
    p.d = Dim(static_cast<int>(mesh.nx()), static_cast<int>(mesh.ny()), static_cast<int>(mesh.nz()));
    Dim const& d = p.d;
    p.ox = AlignedArray<std::uint8_t>(d.n, 0);
    p.oy = AlignedArray<std::uint8_t>(d.n, 0);
    p.oz = AlignedArray<std::uint8_t>(d.n, 0);
    p.b = AlignedArray<float>(d.n, 0.0F);
    double const dx = mesh.cell_size();
    double const dz = mesh.layer_thickness(0);
    p.kz = static_cast<float>(dx * dx / (dz * dz));
    auto const face = [](double aperture, bool side) {
        return static_cast<std::uint8_t>((side ? 2 : 1) * (aperture > 0));
    };
    for (int k = -1; k < d.nz; ++k)
        for (int j = -1; j < d.ny; ++j)
            for (int i = -1; i < d.nx; ++i) {
                std::size_t const o = d.id(i, j, k);
                auto const x = static_cast<std::size_t>(i + 1);
                auto const y = static_cast<std::size_t>(j + 1);
                auto const z = static_cast<std::size_t>(k + 1);
                if (j >= 0 && k >= 0)
                    p.ox[o] = face(mesh.x_aperture(wind.x_face(x, y - 1, z - 1)), x == 0 || x == mesh.nx());
                if (i >= 0 && k >= 0)
                    p.oy[o] = face(mesh.y_aperture(wind.y_face(x - 1, y, z - 1)), y == 0 || y == mesh.ny());
                if (i >= 0 && j >= 0) p.oz[o] = face(mesh.z_aperture(wind.z_face(x - 1, y - 1, z)), z == mesh.nz());
            }
    for (int k = 0; k < d.nz; ++k)
        for (int j = 0; j < d.ny; ++j)
            for (int i = 0; i < d.nx; ++i) {
                auto const x = static_cast<std::size_t>(i);
                auto const y = static_cast<std::size_t>(j);
                auto const z = static_cast<std::size_t>(k);
                double const excess = wind.x()[wind.x_face(x + 1, y, z)] - wind.x()[wind.x_face(x, y, z)] +
                                      wind.y()[wind.y_face(x, y + 1, z)] - wind.y()[wind.y_face(x, y, z)] +
                                      dx / dz * (wind.z()[wind.z_face(x, y, z + 1)] - wind.z()[wind.z_face(x, y, z)]);
                p.b[d.id(i, j, k)] = static_cast<float>(dx * excess);
            }
    return p;
}

double relative_residual(Problem const& problem, double const* x) { return residual(problem, x); }
double relative_residual(Problem const& problem, float const* x) { return residual(problem, x); }

}  // namespace hacthanh::bench
