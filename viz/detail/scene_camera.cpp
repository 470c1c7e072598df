#include "viz/detail/scene_camera.hpp"

#include <vtkCamera.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace hacthanh::viz::detail {
namespace {

/// Whole angle of a perspective view from its lower to its upper edge [degrees].
constexpr double view_angle_deg = 30;
/// From here on a camera counts as looking straight down: its azimuth is then the way up on the picture.
constexpr double straight_down_deg = 89.9;
constexpr double radians = std::numbers::pi / 180;

/// Distance at which a perspective view shows `view_m` from edge to edge; a parallel one needs only to be outside.
double distance_of(double view_m) { return view_m / 2 / std::tan(view_angle_deg / 2 * radians); }

}  // namespace

void apply(SceneCamera const& camera, city::Point origin, vtkCamera& target) {
    double const azimuth = camera.azimuth_deg * radians;
    double const elevation = camera.elevation_deg * radians;
    std::array<double, 3> const focus = {camera.centre->x - origin.x, camera.centre->y - origin.y,
                                         camera.centre_height_m};
    double const distance = distance_of(camera.view_m);
    target.SetFocalPoint(focus.data());
    target.SetPosition(focus[0] - distance * std::cos(elevation) * std::sin(azimuth),
                       focus[1] - distance * std::cos(elevation) * std::cos(azimuth),
                       focus[2] + distance * std::sin(elevation));
    if (camera.elevation_deg >= straight_down_deg)
        target.SetViewUp(std::sin(azimuth), std::cos(azimuth), 0);
    else
        target.SetViewUp(0, 0, 1);
    target.SetParallelProjection(camera.projection == Projection::orthographic);
    target.SetParallelScale(camera.view_m / 2);
    target.SetViewAngle(view_angle_deg);
}

SceneCamera read_camera(vtkCamera& source, city::Point origin) {
    SceneCamera camera;
    std::array<double, 3> focus{};
    std::array<double, 3> position{};
    std::array<double, 3> up{};
    source.GetFocalPoint(focus.data());
    source.GetPosition(position.data());
    source.GetViewUp(up.data());
    camera.projection = source.GetParallelProjection() != 0 ? Projection::orthographic : Projection::perspective;
    double const dx = focus[0] - position[0];
    double const dy = focus[1] - position[1];
    double const dz = position[2] - focus[2];
    double const level = std::hypot(dx, dy);
    camera.elevation_deg = std::clamp(std::atan2(dz, level) / radians, 1.0, 90.0);
    bool const down = camera.elevation_deg >= straight_down_deg;
    if (down) camera.elevation_deg = 90;
    camera.azimuth_deg = (down ? std::atan2(up[0], up[1]) : std::atan2(dx, dy)) / radians;
    if (camera.azimuth_deg < 0) camera.azimuth_deg += 360;
    double const distance = std::hypot(level, dz);
    camera.view_m = camera.projection == Projection::orthographic
                        ? 2 * source.GetParallelScale()
                        : 2 * distance * std::tan(source.GetViewAngle() / 2 * radians);
    camera.centre = ScenePoint{focus[0] + origin.x, focus[1] + origin.y};
    camera.centre_height_m = focus[2];
    return camera;
}

}  // namespace hacthanh::viz::detail
