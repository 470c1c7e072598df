#include "viz/field_image.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::viz {
namespace {

/// The two neighbouring cells of a place along one axis and the weight of the second.
struct Neighbours {
    std::size_t first = 0;
    std::size_t second = 0;
    float weight = 0;
    bool inside = false;
};

std::vector<Neighbours> neighbours(int n_pixels, double shown_from, double shown_to, double from, double to,
                                   std::size_t n_cells, bool smooth) {
    std::vector<Neighbours> list(static_cast<std::size_t>(n_pixels));
    double const last = static_cast<double>(n_cells) - 1;
    for (int p = 0; p < n_pixels; ++p) {
        double const place = shown_from + (p + 0.5) / n_pixels * (shown_to - shown_from);
        double const cell = (place - from) / (to - from) * static_cast<double>(n_cells);
        Neighbours& here = list[static_cast<std::size_t>(p)];
        here.inside = cell >= 0 && cell < static_cast<double>(n_cells);
        if (!here.inside) continue;
        double const index = smooth ? std::clamp(cell - 0.5, 0.0, last) : std::floor(cell);
        here.first = static_cast<std::size_t>(index);
        here.second = std::min(here.first + 1, n_cells - 1);
        here.weight = smooth ? static_cast<float>(index - std::floor(index)) : 0.0F;
    }
    return list;
}

/// Blends, and takes the nearer value where the other one is missing.
float mix(float a, float b, float weight) {
    if (std::isnan(a) || std::isnan(b)) return weight < 0.5F ? a : b;
    return a + (b - a) * weight;
}

ImageDrawing empty_image(Box const& box) {
    ImageDrawing image;
    image.box = box;
    image.width = static_cast<int>(std::lround(box.width)) * image_refinement;
    image.height = static_cast<int>(std::lround(box.height)) * image_refinement;
    image.pixels.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    return image;
}

}  // namespace

ImageDrawing field_image(MapField const& field, city::Rectangle const& shown, Box const& box,
                         ColourScale const& colours, bool smooth) {
    ImageDrawing image = empty_image(box);
    auto const columns =
        neighbours(image.width, shown.x_min, shown.x_max, field.extent.x_min, field.extent.x_max, field.nx, smooth);
    auto const rows =  // from the top, which is north
        neighbours(image.height, shown.y_max, shown.y_min, field.extent.y_min, field.extent.y_max, field.ny, smooth);
    for (Neighbours const& row : rows) {
        float const* const south = field.values.data() + row.first * field.nx;
        float const* const north = field.values.data() + row.second * field.nx;
        for (Neighbours const& column : columns) {
            if (!row.inside || !column.inside) {
                image.pixels.push_back({0, 0, 0, 0});
                continue;
            }
            image.pixels.push_back(
                colours(mix(mix(south[column.first], south[column.second], column.weight),
                            mix(north[column.first], north[column.second], column.weight), row.weight)));
        }
    }
    return image;
}

ImageDrawing cover_image(MapCover const& cover, city::Rectangle const& shown, Box const& box) {
    ImageDrawing image = empty_image(box);
    auto const columns =
        neighbours(image.width, shown.x_min, shown.x_max, cover.extent.x_min, cover.extent.x_max, cover.nx, false);
    auto const rows =
        neighbours(image.height, shown.y_max, shown.y_min, cover.extent.y_min, cover.extent.y_max, cover.ny, false);
    for (Neighbours const& row : rows)
        for (Neighbours const& column : columns) {
            int const kind = row.inside && column.inside ? cover.kinds[row.first * cover.nx + column.first] : -1;
            image.pixels.push_back(kind < 0 ? Colour{0, 0, 0, 0} : cover.legend[static_cast<std::size_t>(kind)].second);
        }
    return image;
}

}  // namespace hacthanh::viz
