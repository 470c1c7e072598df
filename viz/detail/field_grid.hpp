#pragma once
/// Private to viz: the whole field of a moment as VTK grids.

#include "viz/detail/layer_drawing.hpp"

#include <vtkImageData.h>
#include <vtkRectilinearGrid.h>
#include <vtkSmartPointer.h>

namespace hacthanh::viz::detail {

/// Points at cell centres, and once more on the ground with the value of the lowest layer; 0 where there is no air.
vtkSmartPointer<vtkRectilinearGrid> make_field_grid(LayerContext const& context);

/// The same on evenly spaced heights up to the top of the stored layers, for volumes.
vtkSmartPointer<vtkImageData> make_field_image(LayerContext const& context);

}  // namespace hacthanh::viz::detail
