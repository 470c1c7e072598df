#include "viz/detail/page_props.hpp"

#include <vtkActor2D.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkTexture.h>
#include <vtkTexturedActor2D.h>
#include <vtkUnsignedCharArray.h>

#include <utility>

namespace hacthanh::viz::detail {
namespace {

vtkSmartPointer<vtkProp> make_triangle_prop(TriangleDrawing const& drawing, ToWindow const& to_window) {
    vtkNew<vtkPoints> points;
    points->SetNumberOfPoints(static_cast<vtkIdType>(drawing.points.size()));
    for (std::size_t i = 0; i < drawing.points.size(); ++i)
        points->SetPoint(static_cast<vtkIdType>(i), to_window.x(drawing.points[i].x), to_window.y(drawing.points[i].y),
                         0);
    vtkNew<vtkCellArray> cells;
    for (auto const& [a, b, c] : drawing.triangles) cells->InsertNextCell({vtkIdType(a), vtkIdType(b), vtkIdType(c)});
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(4);
    colours->SetNumberOfTuples(static_cast<vtkIdType>(drawing.colours.size()));
    for (std::size_t i = 0; i < drawing.colours.size(); ++i) {
        Colour const c = drawing.colours[i];
        unsigned char const rgba[] = {c.red, c.green, c.blue, c.alpha};
        colours->SetTypedTuple(static_cast<vtkIdType>(i), rgba);
    }
    vtkNew<vtkPolyData> mesh;
    mesh->SetPoints(points);
    mesh->SetPolys(cells);
    mesh->GetCellData()->SetScalars(colours);
    vtkNew<vtkPolyDataMapper2D> mapper;
    mapper->SetInputData(mesh);
    vtkNew<vtkActor2D> actor;
    actor->SetMapper(mapper);
    return actor.Get();
}

vtkSmartPointer<vtkProp> make_image_prop(ImageDrawing const& drawing, ToWindow const& to_window) {
    double const left = to_window.x(drawing.box.x);
    double const right = to_window.x(drawing.box.right());
    double const bottom = to_window.y(drawing.box.bottom());
    double const top = to_window.y(drawing.box.y);
    vtkNew<vtkPoints> corners;
    corners->InsertNextPoint(left, bottom, 0);
    corners->InsertNextPoint(right, bottom, 0);
    corners->InsertNextPoint(right, top, 0);
    corners->InsertNextPoint(left, top, 0);
    vtkNew<vtkFloatArray> on_texture;
    on_texture->SetNumberOfComponents(2);
    for (auto const& [u, v] : {std::pair(0, 0), {1, 0}, {1, 1}, {0, 1}}) on_texture->InsertNextTuple2(u, v);
    vtkNew<vtkCellArray> cells;
    cells->InsertNextCell({0, 1, 2, 3});
    vtkNew<vtkPolyData> mesh;
    mesh->SetPoints(corners);
    mesh->SetPolys(cells);
    mesh->GetPointData()->SetTCoords(on_texture);
    vtkNew<vtkPolyDataMapper2D> mapper;
    mapper->SetInputData(mesh);
    vtkNew<vtkTexture> texture;
    texture->SetInputData(make_image(drawing));
    texture->SetColorModeToDirectScalars();
    texture->InterpolateOff();
    texture->RepeatOff();
    vtkNew<vtkTexturedActor2D> actor;
    actor->SetMapper(mapper);
    actor->SetTexture(texture);
    return actor.Get();
}

}  // namespace

vtkSmartPointer<vtkImageData> make_image(ImageDrawing const& drawing) {
    auto image = vtkSmartPointer<vtkImageData>::New();
    image->SetDimensions(drawing.width, drawing.height, 1);
    image->AllocateScalars(VTK_UNSIGNED_CHAR, 4);
    auto pixel = drawing.pixels.begin();
    for (int row = drawing.height; row-- > 0;) {
        auto* bytes = static_cast<unsigned char*>(image->GetScalarPointer(0, row, 0));
        for (int column = 0; column < drawing.width; ++column, ++pixel)
            for (std::uint8_t byte : {pixel->red, pixel->green, pixel->blue, pixel->alpha}) *bytes++ = byte;
    }
    return image;
}

vtkSmartPointer<vtkProp> make_page_prop(Drawing const& drawing, ToWindow const& to_window,
                                        Typesetter const& typesetter) {
    if (auto const* text = std::get_if<TextDrawing>(&drawing))
        return make_image_prop(typesetter.draw(*text, to_window.pixels), to_window);
    if (auto const* image = std::get_if<ImageDrawing>(&drawing)) return make_image_prop(*image, to_window);
    return make_triangle_prop(std::get<TriangleDrawing>(drawing), to_window);
}

}  // namespace hacthanh::viz::detail
