#pragma once
/// A continuous line source across a wind and a diffusivity that grow as powers of height: closed forms, and the finite
/// volumes' field.
///
/// Roberts' solution (Sutton 1953; van Ulden 1978, doi:10.1016/0004-6981(78)90167-1): u = u1 z^m, K = K1 z^n,
/// r = 2 + m - n, s = (m + 1) / r:  C = Q r / (u1 Gamma(s)) (u1 / (r^2 K1 x))^s exp(-u1 z^r / (r^2 K1 x)).

#include "sim/wind/uniform_wind.hpp"
#include "tests/support/transport_cases.hpp"

#include <cmath>
#include <numbers>

namespace hacthanh::test {

namespace power_law {
inline constexpr double u1 = 3, m = 0.2, k1 = 0.15, n = 0.8;
}

inline double roberts(double x, double z) {
    using namespace power_law;
    double const r = 2 + m - n;
    double const s = (m + 1) / r;
    double const scale = u1 / (r * r * k1 * x);
    return r / (u1 * std::tgamma(s)) * std::pow(scale, s) * std::exp(-std::pow(z, r) * scale);
}

/// Huang 1979, doi:10.1016/0004-6981(79)90106-2: the same from height h, with nu = (1 - n) / r and the Bessel function
/// I_-nu = I_nu + (2 / pi) sin(nu pi) K_nu.
inline double huang(double x, double z, double h) {
    using namespace power_law;
    double const r = 2 + m - n;
    double const nu = (1 - n) / r;
    double const scale = u1 / (r * r * k1 * x);
    double const argument = 2 * scale * std::pow(z * h, r / 2);
    double const bessel = std::cyl_bessel_i(nu, argument) +
                          2 / std::numbers::pi * std::sin(nu * std::numbers::pi) * std::cyl_bessel_k(nu, argument);
    return std::pow(z * h, (1 - n) / 2) / (r * k1 * x) * std::exp(-scale * (std::pow(z, r) + std::pow(h, r))) * bessel;
}

inline state::InflowProfile power_laws(mesh::CityMesh const& mesh) {
    using namespace power_law;
    state::InflowProfile profile;
    profile.wind_from_deg = 270;
    auto const& z = mesh.z_faces();
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        profile.speed.push_back(u1 * (std::pow(z[k + 1], m + 1) - std::pow(z[k], m + 1)) /
                                ((m + 1) * (z[k + 1] - z[k])));
    for (double height : z) profile.vertical_diffusivity.push_back(k1 * std::pow(height, n));
    profile.vertical_diffusivity.back() = 0;
    profile.horizontal_diffusivity.assign(mesh.nz(), 0.0);
    return profile;
}

/// Steady field of a source of 1 kg/(m s) in one row of cells of a layer.
class PowerLawLine {
public:
    PowerLawLine(double dx, std::size_t nx, std::size_t levels, double first, std::size_t layer = 0)
        : mesh_(box(nx, 2, levels, dx, 120, first)),
          twin_(mesh_, wind::UniformWind(mesh_).solve(power_laws(mesh_))),
          layer_(layer) {
        double const duration = 60;
        twin_.emission = state::EmissionField(mesh_, 1, layer + 2);
        for (std::size_t j = 0; j < 2; ++j) twin_.emission.species(0)[mesh_.cell({source, j, layer})] = duration * dx;
        for (int call = 0; call < 20; ++call) twin_.advance(duration);
    }

    /// Computed over analytic at the centre of a cell, `cells` downwind of the source.
    double ratio(std::size_t cells, std::size_t layer) const {
        double const x = static_cast<double>(cells) * mesh_.cell_size();
        double const exact =
            layer_ == 0 ? roberts(x, mesh_.z_centre(layer)) : huang(x, mesh_.z_centre(layer), mesh_.z_centre(layer_));
        return concentration(cells, layer) / exact;
    }
    /// At the centre of a cell [s/m2].
    double concentration(std::size_t cells, std::size_t layer) const {
        return static_cast<double>(twin_.field.species[0].at({source + cells, 1, layer}));
    }

    mesh::CityMesh const& mesh() const { return mesh_; }
    Twin const& twin() const { return twin_; }

private:
    static constexpr std::size_t source = 4;
    mesh::CityMesh mesh_;
    Twin twin_;
    std::size_t layer_;
};

}  // namespace hacthanh::test
