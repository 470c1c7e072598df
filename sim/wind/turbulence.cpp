#include "sim/wind/turbulence.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/similarity.hpp"
#include "sim/wind/detail/carried_turbulence.hpp"
#include "sim/wind/detail/wall_distance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace hacthanh::wind {
namespace {

constexpr double stress_share = 0.55;       ///< c = (u*/sqrt(k)) of the neutral surface layer [1]; QES-Turb
constexpr double energy_bound = 15;         ///< k over u*^2 at most [1]; QES-Turb, EPA 7x11 case
constexpr double sigma_along = 2.5;         ///< over u* [1]; Panofsky & Dutton 1984
constexpr double sigma_across = 2.0;        ///< over u* [1]; Panofsky & Dutton 1984
constexpr double sigma_up = 1.3;            ///< over u* [1]; Panofsky & Dutton 1984
constexpr double smallest_length = 0.01;    ///< [m] keeps thin cells from dividing by nothing
constexpr double smallest_friction = 1e-4;  ///< [m/s] the same of air without wind

/// What stability does to the turbulence of open air, over the neutral values.
struct Stability {
    double sigma_up = 1;
    double dissipation = 1;
    double convective = 0;  ///< part of the horizontal fluctuations [m/s]
};

/// sigma_w = 1.3 u* (1 - 3 z/L)^1/3 (Panofsky et al. 1977, doi:10.1007/BF02186086); 0.6 w* across (Venkatram et al.
/// 2013, Atmos. Environ. 77, 846). The dissipation is the one with which particles spread as the profile's diffusivity,
/// K = kappa u* z / (Sc phi_h), says: 2 sigma_w^4 / (C_0 eps) = K. In stable air it is Kaimal's 1 + 5 z/L.
Stability stability(double height, state::InflowProfile const& profile) {
    constexpr double surface_layer = 0.1;  // of the mixing height [1]; Troen & Mahrt 1986, doi:10.1007/BF00122760
    double const zeta = profile.inverse_obukhov_length * height;
    if (zeta >= 0) return {1, phi_h(zeta), 0};
    double const low = -profile.inverse_obukhov_length * std::min(height, surface_layer * profile.mixing_height);
    double const wstar = profile.friction_velocity *
                         std::cbrt(-profile.mixing_height * profile.inverse_obukhov_length / constants::von_karman);
    double const rise = std::cbrt(1 + 3 * low);
    return {rise, std::pow(rise, 4) * phi_h(-low), 0.6 * wstar};
}

double highest_roof(mesh::CityMesh const& mesh) {
    if (!mesh.has_buildings()) return 0;
    for (std::size_t k = mesh.nz(); k-- > 0;)
        for (std::size_t n = mesh.cell({0, 0, k}); n < mesh.cell({0, 0, k}) + mesh.nx() * mesh.ny(); ++n)
            if (!mesh.is_open(n)) return mesh.z_faces()[k + 1];
    return 0;
}

/// Means over the faces of a cell and differences between cells with air.
class CellDifferences {
public:
    explicit CellDifferences(state::WindField const& wind) : wind_(wind), mesh_(wind.mesh()) {}

    /// sqrt(2 S:S) [1/s].
    double shear(mesh::CellIndex c) const {
        std::array<std::array<double, 3>, 3> gradient{};
        gradient[0] = along(c, 0);
        gradient[1] = along(c, 1);
        gradient[2] = along(c, 2);
        double sum = 0;
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t b = 0; b < 3; ++b) {
                double const s = 0.5 * (gradient[a][b] + gradient[b][a]);
                sum += 2 * s * s;
            }
        return std::sqrt(sum);
    }

private:
    std::array<double, 3> middle(mesh::CellIndex c) const {
        auto const [i, j, k] = c;
        return {0.5 * (wind_.x()[wind_.x_face(i, j, k)] + wind_.x()[wind_.x_face(i + 1, j, k)]),
                0.5 * (wind_.y()[wind_.y_face(i, j, k)] + wind_.y()[wind_.y_face(i, j + 1, k)]),
                0.5 * (wind_.z()[wind_.z_face(i, j, k)] + wind_.z()[wind_.z_face(i, j, k + 1)])};
    }

    /// d(u, v, w)/d(axis): central, one-sided beside a wall or the border, 0 between two.
    std::array<double, 3> along(mesh::CellIndex c, int axis) const {
        std::size_t const here = axis == 0 ? c.i : axis == 1 ? c.j : c.k;
        std::size_t const size = axis == 0 ? mesh_.nx() : axis == 1 ? mesh_.ny() : mesh_.nz();
        auto const at = [&](std::size_t n) {
            mesh::CellIndex moved = c;
            (axis == 0 ? moved.i : axis == 1 ? moved.j : moved.k) = n;
            return moved;
        };
        auto const air = [&](std::size_t n) { return mesh_.is_open(mesh_.cell(at(n))); };
        std::size_t const low = here > 0 && air(here - 1) ? here - 1 : here;
        std::size_t const high = here + 1 < size && air(here + 1) ? here + 1 : here;
        if (low == high) return {};
        double const distance = axis == 2 ? mesh_.z_centre(high) - mesh_.z_centre(low)
                                          : static_cast<double>(high - low) * mesh_.cell_size();
        auto const a = middle(at(low));
        auto const b = middle(at(high));
        return {(b[0] - a[0]) / distance, (b[1] - a[1]) / distance, (b[2] - a[2]) / distance};
    }

    state::WindField const& wind_;
    mesh::CityMesh const& mesh_;
};

}  // namespace

Turbulence::Turbulence(mesh::CityMesh const& mesh, Parallel const& parallel)
    : mesh_(&mesh),
      distance_(detail::wall_distance(mesh, highest_roof(mesh), parallel)),
      highest_roof_(highest_roof(mesh)) {}

double Turbulence::mixing_length(std::size_t cell) const {
    double const distance = std::min(static_cast<double>(distance_[cell]), highest_roof_);
    return std::max(constants::von_karman * distance, smallest_length);
}

mesh::CellField<float> Turbulence::local_friction(state::WindField const& wind, state::InflowProfile const& profile,
                                                  Parallel const& parallel) const {
    if (!mesh_->has_buildings()) return {*mesh_, "local_friction_velocity", "m s-1"};
    CellDifferences const differences(wind);
    double const most = stress_share * std::sqrt(energy_bound) * std::max(profile.friction_velocity, smallest_friction);
    detail::TurbulenceSources sources{mesh::CellField<float>(*mesh_, "shear", "s-1"),
                                      mesh::CellField<float>(*mesh_, "mixing_length", "m")};
    std::vector<double> inflow;
    for (std::size_t k = 0; k < mesh_->nz(); ++k) inflow.push_back(std::pow(undisturbed_friction(profile, k), 2));
    parallel.for_blocks(mesh_->nz(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k)
            for (std::size_t j = 0; j < mesh_->ny(); ++j)
                for (std::size_t i = 0; i < mesh_->nx(); ++i) {
                    std::size_t const cell = mesh_->cell({i, j, k});
                    if (!mesh_->is_open(cell)) continue;
                    double const length = mixing_length(cell);
                    double const least = std::sqrt(inflow[k]);
                    sources.length[cell] = static_cast<float>(length);
                    sources.shear[cell] =
                        static_cast<float>(std::clamp(length * differences.shear({i, j, k}), least, most) / length);
                }
    });
    return detail::carried_turbulence(wind, sources, inflow, parallel);
}

double Turbulence::undisturbed_friction(state::InflowProfile const& profile, std::size_t k) const {
    constexpr double least_share = 0.01;  // of u* above the mixing layer; our choice, keeps e above 0
    return std::max(profile.friction_velocity, smallest_friction) *
           std::max(least_share, 1 - mesh_->z_centre(k) / profile.mixing_height);
}

state::TurbulenceField Turbulence::diffusivity(state::WindField const& wind, state::InflowProfile const& profile,
                                               double schmidt_number, Parallel const& parallel) const {
    HACTHANH_EXPECT(schmidt_number > 0 && profile.vertical_diffusivity.size() == mesh_->nz() + 1);
    auto const friction = local_friction(wind, profile, parallel);
    constexpr double anisotropy = (sigma_across / sigma_up) * (sigma_across / sigma_up);
    auto const local = [&](std::size_t cell) { return friction[cell] * mixing_length(cell) / schmidt_number; };
    state::TurbulenceField field{mesh::FaceField<float>(*mesh_, "vertical_diffusivity", "m2 s-1"),
                                 mesh::CellField<float>(*mesh_, "horizontal_diffusivity", "m2 s-1")};
    std::size_t const layer = mesh_->nx() * mesh_->ny();
    parallel.for_blocks(mesh_->nz(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k)
            for (std::size_t n = 0; n < layer; ++n) {
                std::size_t const cell = k * layer + n;  // also the z face below the cell
                if (!mesh_->is_open(cell)) continue;
                field.horizontal_diffusivity[cell] =
                    static_cast<float>(std::max(profile.horizontal_diffusivity[k], anisotropy * local(cell)));
                if (k == 0 || mesh_->z_aperture(cell) <= 0) continue;
                double const both = 0.5 * (local(cell) + local(cell - layer));
                double const reach = 0.5 * static_cast<double>(distance_[cell] + distance_[cell - layer]);
                double const undisturbed = profile.vertical_diffusivity[k] * std::min(1.0, reach / mesh_->z_faces()[k]);
                field.vertical_diffusivity.z()[cell] = static_cast<float>(std::max(undisturbed, both));
            }
    });
    return field;
}

state::ParticleTurbulence Turbulence::for_particles(state::WindField const& wind, state::InflowProfile const& profile,
                                                    Parallel const& parallel) const {
    auto const friction = local_friction(wind, profile, parallel);
    auto const field = [&](char const* name, char const* unit) { return mesh::CellField<float>(*mesh_, name, unit); };
    state::ParticleTurbulence turbulence{field("sigma_along", "m s-1"), field("sigma_across", "m s-1"),
                                         field("sigma_up", "m s-1"), field("dissipation", "m2 s-3")};
    std::size_t const layer = mesh_->nx() * mesh_->ny();
    parallel.for_blocks(mesh_->nz(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            double const share = std::max(0.0, 1 - mesh_->z_centre(k) / profile.mixing_height);
            Stability const open = stability(mesh_->z_centre(k), profile);
            for (std::size_t cell = k * layer; cell < (k + 1) * layer; ++cell) {
                if (!mesh_->is_open(cell)) continue;
                double const undisturbed = profile.friction_velocity * share;
                double const scale = std::max<double>(friction[cell], undisturbed);
                double const length =
                    std::max(constants::von_karman * static_cast<double>(distance_[cell]), smallest_length);
                Stability const air = friction[cell] > undisturbed ? Stability{} : open;
                turbulence.sigma_along[cell] = static_cast<float>(std::hypot(sigma_along * scale, air.convective));
                turbulence.sigma_across[cell] = static_cast<float>(std::hypot(sigma_across * scale, air.convective));
                turbulence.sigma_up[cell] = static_cast<float>(sigma_up * scale * air.sigma_up);
                turbulence.dissipation[cell] = static_cast<float>(scale * scale * scale / length * air.dissipation);
            }
        }
    });
    return turbulence;
}

}  // namespace hacthanh::wind
