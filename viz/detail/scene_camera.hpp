#pragma once
/// Private to viz: the camera of a scene as VTK's and back.

#include "sim/city/geometry.hpp"
#include "viz/scene.hpp"

class vtkCamera;

namespace hacthanh::viz::detail {

/// Sets position, focal point, up and zoom. `camera.centre` and `view_m` must be filled in.
/// @param origin  taken off all coordinates
void apply(SceneCamera const& camera, city::Point origin, vtkCamera& target);

/// The same view in the words of a scene, wherever the user turned it.
SceneCamera read_camera(vtkCamera& source, city::Point origin);

}  // namespace hacthanh::viz::detail
