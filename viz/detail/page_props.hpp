#pragma once
/// Private to viz: drawings of a page as VTK props.

#include "viz/fonts.hpp"
#include "viz/page.hpp"

#include <vtkImageData.h>
#include <vtkProp.h>
#include <vtkSmartPointer.h>

namespace hacthanh::viz::detail {

/// Page to window coordinates: y upwards and oversampled.
struct ToWindow {
    double page_height;
    int pixels = 1;  ///< of the window per pixel of the page

    double x(double page_x) const { return page_x * pixels; }
    double y(double page_y) const { return (page_height - page_y) * pixels; }
};

/// The picture with its rows bottom up, as textures want them.
vtkSmartPointer<vtkImageData> make_image(ImageDrawing const& drawing);

/// A prop that draws on the page; texts are set by `typesetter`.
vtkSmartPointer<vtkProp> make_page_prop(Drawing const& drawing, ToWindow const& to_window,
                                        Typesetter const& typesetter);

}  // namespace hacthanh::viz::detail
