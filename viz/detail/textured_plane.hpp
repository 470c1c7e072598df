#pragma once
/// Private to viz: a picture lying in the scene.

#include "viz/page.hpp"

#include <vtkActor.h>
#include <vtkSmartPointer.h>
#include <vtkTexture.h>

#include <array>

namespace hacthanh::viz::detail {

/// A picture on a parallelogram, unlit, with its transparency.
class TexturedPlane {
public:
    TexturedPlane();

    /// @param corner  lower left corner of the picture in the scene
    /// @param right, up  its edges
    void place(std::array<double, 3> const& corner, std::array<double, 3> const& right,
               std::array<double, 3> const& up);
    /// @param smooth  blend between pixels
    void paint(ImageDrawing const& picture, bool smooth);
    void set_opacity(double opacity);
    vtkSmartPointer<vtkActor> const& actor() const { return actor_; }

private:
    vtkSmartPointer<vtkActor> actor_;
    vtkSmartPointer<vtkTexture> texture_;
};

}  // namespace hacthanh::viz::detail
