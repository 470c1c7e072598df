#include "sim/core/error.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/map_cover.hpp"
#include "viz/detail/textured_plane.hpp"
#include "viz/field_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

/// Half the length of a section that a layer leaves to us [m].
constexpr double half_length_m = 60;
/// A section that a layer leaves to us ends here or at the highest stored layer [m].
constexpr double usual_top_m = 60;
constexpr int rows = 200;

}  // namespace

std::vector<ScenePoint> busiest_section(SceneData const& data, SceneMoment const& moment) {
    auto const& roads = data.result().roads();
    validate(!roads.empty(), data.path().string(), "holds no roads to lay a section across",
             "give the layer \"section\" a \"line\": [[x, y], [x, y]]");
    auto const flow = data.roads("flow", moment);
    std::size_t busiest = 0;
    double most = -1;
    for (std::size_t i = 0; i < roads.size(); ++i) {
        if (roads[i].internal || roads[i].length_m < half_length_m || roads[i].axis.size() < 2) continue;
        double const here = std::isfinite((*flow)[i]) ? static_cast<double>((*flow)[i]) : 0;
        if (here <= most) continue;
        most = here;
        busiest = i;
    }
    auto const& axis = roads[busiest].axis;
    city::Point const a = axis[(axis.size() - 1) / 2];
    city::Point const b = axis[(axis.size() - 1) / 2 + 1];
    double const length = std::max(std::hypot(b.x - a.x, b.y - a.y), 1e-6);
    city::Point const across{-(b.y - a.y) / length * half_length_m, (b.x - a.x) / length * half_length_m};
    ScenePoint const middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
    return {{middle.x - across.x, middle.y - across.y}, {middle.x + across.x, middle.y + across.y}};
}

namespace {

class Section : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        plane_.set_opacity(layer.opacity);
        std::string const key =
            fmt::format("{} {} {}", layer_key(layer), time_key(context), context.data().path().string());
        if (unchanged(key)) return;
        forget();
        auto const& grid = context.data().result().grid();
        validate(grid.nz() > 1, context.data().path().string(), "holds one layer of the air only",
                 "run with output.keep_fields = true, or hide the section");
        auto const line = layer.line.size() == 2 ? layer.line : context.street();
        double const top = layer.line.empty() ? std::min(usual_top_m, grid.z_faces.back()) : grid.z_faces.back();
        auto const cells = field_cells(context);
        MapField const field = sample(cells, grid, line, top);
        FieldColours const colours = field_colours(context, layer, context.scene.height_m, true, field.values);
        plane_.paint(
            field_image(field, field.extent, {0, 0, static_cast<double>(field.nx), static_cast<double>(field.ny)},
                        colours.scale, true),
            true);
        plane_.place({line[0].x - context.origin.x, line[0].y - context.origin.y, 0},
                     {line[1].x - line[0].x, line[1].y - line[0].y, 0}, {0, 0, top});
        legend_ = colours.legend;
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {plane_.actor()}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

private:
    /// Values of the cells that the plane cuts, in even steps along and upwards.
    static MapField sample(std::vector<float> const& cells, io::ResultGrid const& grid,
                           std::vector<ScenePoint> const& line, double top) {
        auto const extent = grid_extent(grid);
        double const length = std::hypot(line[1].x - line[0].x, line[1].y - line[0].y);
        auto const columns = static_cast<std::size_t>(std::clamp(4 * length / grid.cell_size, 16.0, 800.0));
        MapField field{{0, 0, length, top}, columns, rows, std::vector<float>(columns * rows, std::nanf(""))};
        for (std::size_t c = 0; c < columns; ++c) {
            double const share = (static_cast<double>(c) + 0.5) / static_cast<double>(columns);
            city::Point const place{line[0].x + share * (line[1].x - line[0].x),
                                    line[0].y + share * (line[1].y - line[0].y)};
            if (!extent.contains(place)) continue;
            auto const i = std::min(static_cast<std::size_t>((place.x - extent.x_min) / grid.cell_size), grid.nx() - 1);
            auto const j = std::min(static_cast<std::size_t>((place.y - extent.y_min) / grid.cell_size), grid.ny() - 1);
            for (std::size_t r = 0; r < rows; ++r) {
                double const height = (static_cast<double>(r) + 0.5) / rows * top;
                auto const above = std::upper_bound(grid.z_faces.begin() + 1, grid.z_faces.end() - 1, height);
                auto const k = static_cast<std::size_t>(above - grid.z_faces.begin()) - 1;
                field.values[r * columns + c] = cells[(k * grid.ny() + j) * grid.nx() + i];
            }
        }
        return field;
    }

    TexturedPlane plane_;
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_section() { return std::make_unique<Section>(); }

}  // namespace hacthanh::viz::detail
