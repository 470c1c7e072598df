#include "viz/detail/textured_plane.hpp"

#include "viz/detail/page_props.hpp"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>

namespace hacthanh::viz::detail {

TexturedPlane::TexturedPlane()
    : actor_(vtkSmartPointer<vtkActor>::New()), texture_(vtkSmartPointer<vtkTexture>::New()) {
    vtkNew<vtkPolyDataMapper> mapper;
    actor_->SetMapper(mapper);
    actor_->GetProperty()->SetLighting(false);
    actor_->ForceTranslucentOn();
    texture_->SetColorModeToDirectScalars();
    texture_->RepeatOff();
    texture_->EdgeClampOn();
    actor_->SetTexture(texture_);
}

void TexturedPlane::place(std::array<double, 3> const& corner, std::array<double, 3> const& right,
                          std::array<double, 3> const& up) {
    vtkNew<vtkPoints> points;
    vtkNew<vtkFloatArray> on_texture;
    on_texture->SetNumberOfComponents(2);
    for (auto const& [u, v] : {std::pair(0, 0), {1, 0}, {1, 1}, {0, 1}}) {
        points->InsertNextPoint(corner[0] + u * right[0] + v * up[0], corner[1] + u * right[1] + v * up[1],
                                corner[2] + u * right[2] + v * up[2]);
        on_texture->InsertNextTuple2(u, v);
    }
    vtkNew<vtkCellArray> cells;
    cells->InsertNextCell({0, 1, 2, 3});
    vtkNew<vtkPolyData> mesh;
    mesh->SetPoints(points);
    mesh->SetPolys(cells);
    mesh->GetPointData()->SetTCoords(on_texture);
    vtkPolyDataMapper::SafeDownCast(actor_->GetMapper())->SetInputData(mesh);
}

void TexturedPlane::paint(ImageDrawing const& picture, bool smooth) {
    texture_->SetInputData(make_image(picture));
    texture_->SetInterpolate(smooth);
}

void TexturedPlane::set_opacity(double opacity) { actor_->GetProperty()->SetOpacity(opacity); }

}  // namespace hacthanh::viz::detail
