#include "sim/wind/uniform_wind.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

namespace hacthanh::wind {
namespace {

/// Fills piece `index` of `values`, which has `pieces` equal ones.
template <class T>
void fill_piece(std::span<T> values, std::size_t index, std::size_t pieces, double value) {
    std::size_t const size = values.size() / pieces;
    std::ranges::fill(values.subspan(index * size, size), static_cast<T>(value));
}

}  // namespace

Direction blows_to(double wind_from_deg) {
    double const turns = wind_from_deg / 90;
    double const quarter = std::round(turns);
    double const rest = (turns - quarter) * std::numbers::pi / 2;
    double const sine = std::sin(rest);
    double const cosine = std::cos(rest);
    switch (static_cast<long>(quarter) & 3) {
        case 0: return {-sine, -cosine};
        case 1: return {-cosine, sine};
        case 2: return {sine, cosine};
        default: return {cosine, -sine};
    }
}

UniformWind::UniformWind(mesh::CityMesh const& mesh) : mesh_(&mesh) {
    validate(!mesh.has_buildings(), "wind.model", "\"uniform\" would blow through the buildings of the city",
             "take \"auto\" or \"mass_consistent\", or leave out city.folder");
}

state::Flow UniformWind::solve(state::InflowProfile const& profile) const {
    std::size_t const nz = mesh_->nz();
    HACTHANH_EXPECT(profile.speed.size() == nz && profile.horizontal_diffusivity.size() == nz);
    HACTHANH_EXPECT(profile.vertical_diffusivity.size() == nz + 1);
    state::Flow flow{state::WindField(*mesh_, "wind", "m s-1"),
                     {mesh::FaceField<float>(*mesh_, "vertical_diffusivity", "m2 s-1"),
                      mesh::CellField<float>(*mesh_, "horizontal_diffusivity", "m2 s-1")}};
    Direction const direction = blows_to(profile.wind_from_deg);
    for (std::size_t k = 0; k < nz; ++k) {
        fill_piece(flow.wind.x(), k, nz, profile.speed[k] * direction.east + 0.0);
        fill_piece(flow.wind.y(), k, nz, profile.speed[k] * direction.north + 0.0);
        fill_piece(flow.turbulence.horizontal_diffusivity.values(), k, nz, profile.horizontal_diffusivity[k]);
    }
    for (std::size_t level = 0; level <= nz; ++level)
        fill_piece(flow.turbulence.vertical_diffusivity.z(), level, nz + 1, profile.vertical_diffusivity[level]);
    return flow;
}

}  // namespace hacthanh::wind
