#pragma once
/// Private to viz and its window: the VTK side of a SceneView.

#include "viz/scene_view.hpp"

#include <vtkSmartPointer.h>

class vtkRenderer;
class vtkCamera;

namespace hacthanh::viz::detail {

/// The renderer that holds the view's props and camera: add it to any vtkRenderWindow, set its viewport, call Render()
/// after show(). Two views are linked by giving both the same camera: `link_cameras`.
vtkSmartPointer<vtkRenderer> renderer_of(SceneView& view);

/// Lets `follower` look through the camera of `leader` from now on.
void link_cameras(SceneView& leader, SceneView& follower);

/// Pixels of the window per pixel that texts are meant for (the screen's ratio); 1 at first. Counts from the next
/// show().
void set_text_scale(SceneView& view, double pixels);

/// Adapts clipping planes and level of detail after the camera moved. Call before Render() when interaction moved it.
void camera_moved(SceneView& view);

}  // namespace hacthanh::viz::detail
