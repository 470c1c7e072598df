#include "viz/detail/field_grid.hpp"

#include "sim/core/error.hpp"

#include <vtkDoubleArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

void require_depth(LayerContext const& context) {
    validate(context.data().result().grid().nz() > 1, context.data().path().string(), "holds one layer of the air only",
             "run with output.keep_fields = true, or hide surfaces, volume and section");
}

vtkSmartPointer<vtkDoubleArray> axis(std::vector<double> const& places, double origin) {
    auto array = vtkSmartPointer<vtkDoubleArray>::New();
    for (double place : places) array->InsertNextValue(place - origin);
    return array;
}

float in_air(float value) { return std::isfinite(value) ? value : 0.0F; }

}  // namespace

vtkSmartPointer<vtkRectilinearGrid> make_field_grid(LayerContext const& context) {
    require_depth(context);
    auto const& grid = context.data().result().grid();
    auto const cells = field_cells(context);
    std::vector<double> heights = grid.z_centre;
    heights.insert(heights.begin(), 0.0);
    auto field = vtkSmartPointer<vtkRectilinearGrid>::New();
    field->SetDimensions(static_cast<int>(grid.nx()), static_cast<int>(grid.ny()), static_cast<int>(heights.size()));
    field->SetXCoordinates(axis(grid.x_centre, context.origin.x));
    field->SetYCoordinates(axis(grid.y_centre, context.origin.y));
    field->SetZCoordinates(axis(heights, 0));
    std::size_t const layer = grid.nx() * grid.ny();
    vtkNew<vtkFloatArray> values;
    values->SetNumberOfTuples(static_cast<vtkIdType>(layer * heights.size()));
    float* const out = values->GetPointer(0);
    std::transform(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(layer), out, in_air);
    std::transform(cells.begin(), cells.end(), out + layer, in_air);
    field->GetPointData()->SetScalars(values);
    return field;
}

vtkSmartPointer<vtkImageData> make_field_image(LayerContext const& context) {
    require_depth(context);
    auto const& grid = context.data().result().grid();
    auto const cells = field_cells(context);
    double const top = grid.z_faces.back();
    double const spacing = std::max(grid.z_faces[1] - grid.z_faces[0], top / 64);
    auto const n_heights = static_cast<std::size_t>(std::max(2.0, std::floor(top / spacing)));
    auto image = vtkSmartPointer<vtkImageData>::New();
    image->SetDimensions(static_cast<int>(grid.nx()), static_cast<int>(grid.ny()), static_cast<int>(n_heights));
    image->SetSpacing(grid.cell_size, grid.cell_size, spacing);
    image->SetOrigin(grid.x_centre.front() - context.origin.x, grid.y_centre.front() - context.origin.y, spacing / 2);
    std::size_t const layer = grid.nx() * grid.ny();
    vtkNew<vtkFloatArray> values;
    values->SetNumberOfTuples(static_cast<vtkIdType>(layer * n_heights));
    float* out = values->GetPointer(0);
    for (std::size_t k = 0; k < n_heights; ++k) {
        double const height = (static_cast<double>(k) + 0.5) * spacing;
        auto const above = std::upper_bound(grid.z_faces.begin() + 1, grid.z_faces.end() - 1, height);
        auto const source = static_cast<std::size_t>(above - grid.z_faces.begin()) - 1;
        auto const from = cells.begin() + static_cast<std::ptrdiff_t>(source * layer);
        out = std::transform(from, from + static_cast<std::ptrdiff_t>(layer), out, in_air);
    }
    image->GetPointData()->SetScalars(values);
    return image;
}

}  // namespace hacthanh::viz::detail
