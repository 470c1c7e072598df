#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/text_marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace hacthanh::viz::detail {
namespace {

constexpr std::size_t most_labels = 32;
constexpr double label_px = 14;
constexpr double half_view_px = 490;  ///< names stay whole inside a view of 1000 rows

struct Street {
    std::string name;
    double length = 0;
    double longest = 0;
    city::Point middle;
};

/// Streets by their length, each with the middle of its longest piece inside the view.
std::vector<Street> streets(io::ResultReader const& result, ScenePoint centre, double reach) {
    std::map<std::string, Street> by_name;
    for (auto const& road : result.roads()) {
        if (road.internal || road.street_name.empty() || road.axis.size() < 2) continue;
        city::Point const a = road.axis[(road.axis.size() - 1) / 2];
        city::Point const b = road.axis[(road.axis.size() - 1) / 2 + 1];
        city::Point const middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
        if (std::hypot(middle.x - centre.x, middle.y - centre.y) > reach) continue;
        Street& street = by_name[road.street_name];
        street.name = road.street_name;
        street.length += road.length_m;
        if (road.length_m <= street.longest) continue;
        street.longest = road.length_m;
        street.middle = middle;
    }
    std::vector<Street> sorted;
    for (auto& [name, street] : by_name) sorted.push_back(std::move(street));
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](Street const& a, Street const& b) { return a.length > b.length; });
    return sorted;
}

/// The layer of wards writes their names then, where those of streets would lie across them.
bool wards_are_named(Scene const& scene) {
    SceneLayer const* const wards = find_layer(scene, LayerKind::wards);
    return wards != nullptr && wards->visible && !scene.wards.empty();
}

/// Names of the longest streets, as many as fit without touching each other.
class Labels : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        SceneCamera const& camera = context.scene.camera;
        double const view = context.metres_per_pixel * 1000;
        ScenePoint const centre = camera.centre.value_or(ScenePoint{context.origin.x, context.origin.y});
        std::string const key =
            fmt::format("{} {:.3g} {:.0f} {:.0f} {:.0f} {:.0f} {} {} {}", layer_key(layer), context.metres_per_pixel,
                        centre.x / (0.02 * view), centre.y / (0.02 * view), camera.azimuth_deg, camera.elevation_deg,
                        context.text_scale, context.data().path().string(), wards_are_named(context.scene));
        if (unchanged(key)) return;
        if (wards_are_named(context.scene)) {
            marks_.set({}, context.text_scale);
            return;
        }
        double const azimuth = camera.azimuth_deg * std::numbers::pi / 180;
        double const slant = std::sin(camera.elevation_deg * std::numbers::pi / 180);
        std::vector<Box> taken;
        std::vector<TextMark> marks;
        for (Street const& street : streets(context.data().result(), centre, 0.62 * view)) {
            if (marks.size() == most_labels) break;
            TextMark const mark{street.middle.x - context.origin.x,
                                street.middle.y - context.origin.y,
                                1,
                                street.name,
                                label_px,
                                false,
                                false,
                                ink};
            PagePoint const size = size_of(mark, marks_.typesetter());
            double const east = street.middle.x - centre.x;
            double const north = street.middle.y - centre.y;
            double const x = (east * std::cos(azimuth) - north * std::sin(azimuth)) / context.metres_per_pixel;
            double const y = (east * std::sin(azimuth) + north * std::cos(azimuth)) * slant / context.metres_per_pixel;
            if (std::abs(x) + size.x / 2 > half_view_px || std::abs(y) + size.y > half_view_px) continue;
            Box const box{x - size.x / 2 - 8, y - size.y / 2 - 4, size.x + 16, size.y + 8};
            if (std::any_of(taken.begin(), taken.end(), [&](Box const& other) { return other.overlaps(box); }))
                continue;
            taken.push_back(box);
            marks.push_back(mark);
        }
        marks_.set(marks, context.text_scale);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return marks_.props(); }

private:
    TextMarks marks_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_labels() { return std::make_unique<Labels>(); }

}  // namespace hacthanh::viz::detail
