#include "io/outer_result.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::io {
namespace {

constexpr float kg_per_ug = 1e-9F;
constexpr double tolerance_m = 0.01;

/// The two neighbouring places of `x` among ascending middles and the weight of the second; held at the ends.
struct Between {
    std::size_t first, second;
    float weight;
};

Between between(std::vector<double> const& middles, double x) {
    auto const above = std::upper_bound(middles.begin(), middles.end(), x);
    if (above == middles.begin()) return {0, 0, 0};
    auto const second = static_cast<std::size_t>(above - middles.begin());
    if (second == middles.size()) return {second - 1, second - 1, 0};
    return {second - 1, second,
            static_cast<float>((x - middles[second - 1]) / (middles[second] - middles[second - 1]))};
}

/// Interpolates one stored field.
class FieldSampler {
public:
    FieldSampler(std::vector<float> values, ResultGrid const& grid) : values_(std::move(values)), grid_(grid) {}

    float at(double x, double y, double z) const {
        Between const i = between(grid_.x_centre, x);
        Between const j = between(grid_.y_centre, y);
        Between const k = between(grid_.z_centre, z);
        float sum = 0;
        float weights = 0;
        for (int corner = 0; corner < 8; ++corner) {
            auto const side = [corner](Between const& axis, int bit) {
                bool const second = (corner & bit) != 0;
                return std::pair{second ? axis.second : axis.first, second ? axis.weight : 1 - axis.weight};
            };
            auto const [ci, wi] = side(i, 1);
            auto const [cj, wj] = side(j, 2);
            auto const [ck, wk] = side(k, 4);
            float const value = values_[(ck * grid_.ny() + cj) * grid_.nx() + ci];
            float const weight = wi * wj * wk;
            if (std::isnan(value) || weight == 0) continue;
            sum += weight * value;
            weights += weight;
        }
        return weights > 0 ? sum / weights : first_air_above(i.first, j.first, k.first);
    }

private:
    float first_air_above(std::size_t i, std::size_t j, std::size_t k) const {
        for (; k < grid_.nz(); ++k) {
            float const value = values_[(k * grid_.ny() + j) * grid_.nx() + i];
            if (!std::isnan(value)) return value;
        }
        throw RunError(fmt::format("the parent of the nest has no air in its column i = {}, j = {}", i, j));
    }

    std::vector<float> values_;
    ResultGrid const& grid_;
};

}  // namespace

OuterResult::OuterResult(std::string const& path, mesh::CityMesh const& mesh, city::Projection const& projection,
                         std::vector<std::string> const& species, double begin_s, double end_s)
    : reader_(path), mesh_(&mesh), projection_(projection) {
    auto const& facts = reader_.facts();
    auto const& grid = reader_.grid();
    validate(facts.complete && reader_.n_steps() > 0, path, "is not a finished run", "run the parent to its end first");
    for (auto const& name : species) {
        auto const found = std::find(facts.species.begin(), facts.species.end(), name);
        validate(found != facts.species.end(), path, fmt::format("has no species {}", name),
                 fmt::format("it has {}; choose output.species among them", fmt::join(facts.species, ", ")));
        species_.push_back(static_cast<std::size_t>(found - facts.species.begin()));
    }
    bool const same =
        grid.crs_wkt.empty() == !projection.known() &&
        std::abs(grid.network_offset_x - (projection.known() ? projection.offset_x_m : 0)) < tolerance_m &&
        std::abs(grid.network_offset_y - (projection.known() ? projection.offset_y_m : 0)) < tolerance_m;
    validate(same, path, "lies in another projection than the network of this scenario",
             "run parent and nest on the same SUMO network");
    double const half = grid.cell_size / 2;
    auto const box = mesh.extent();
    bool const inside = projection.projected_x(box.x_min) >= grid.x_centre.front() - half - tolerance_m &&
                        projection.projected_x(box.x_max) <= grid.x_centre.back() + half + tolerance_m &&
                        projection.projected_y(box.y_min) >= grid.y_centre.front() - half - tolerance_m &&
                        projection.projected_y(box.y_max) <= grid.y_centre.back() + half + tolerance_m;
    validate(inside, "mesh.extent", fmt::format("reaches out of the domain of the parent {}", path),
             "choose an extent inside it");
    validate(mesh.z_faces().back() <= grid.z_faces.back() + tolerance_m, "mesh.top_m",
             fmt::format("{} m is above the {:g} m that the parent {} has stored", mesh.z_faces().back(),
                         grid.z_faces.back(), path),
             "lower it, or run the parent without output.fields_up_to_m and with output.keep_fields");
    auto const& times = reader_.times();
    validate(begin_s >= times.begin_s.front() && end_s <= times.end_s.back(), "traffic.begin_s",
             fmt::format("second {} to {} is not within the parent {}, {} to {}", begin_s, end_s, path,
                         times.begin_s.front(), times.end_s.back()),
             "choose a span inside it");
    for (std::size_t n = 0; n < reader_.n_steps(); ++n) times_.push_back((times.begin_s[n] + times.end_s[n]) / 2);
}

std::vector<std::vector<float>> OuterResult::sample(std::size_t step, std::span<std::size_t const> cells) const {
    std::vector<std::vector<float>> values;
    std::size_t const layer = mesh_->nx() * mesh_->ny();
    for (std::size_t species : species_) {
        FieldSampler const field(reader_.concentration(species, step), reader_.grid());
        auto& of_species = values.emplace_back();
        of_species.reserve(cells.size());
        for (std::size_t cell : cells) {
            std::size_t const in_layer = cell % layer;
            of_species.push_back(kg_per_ug * field.at(projection_.projected_x(mesh_->x_centre(in_layer % mesh_->nx())),
                                                      projection_.projected_y(mesh_->y_centre(in_layer / mesh_->nx())),
                                                      mesh_->z_centre(cell / layer)));
        }
    }
    return values;
}

}  // namespace hacthanh::io
