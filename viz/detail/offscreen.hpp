#pragma once
/// Private to viz: an OpenGL window that nobody sees.

#include "viz/egl_context.hpp"
#include "viz/picture.hpp"

#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>

#include <memory>
#include <vector>

namespace hacthanh::viz::detail {

/// Draws renderers without a display: on EGL's surfaceless platform; where that fails and DISPLAY is set, on the X
/// server. Opening costs about 0.3 s. Use from one thread. What is drawn with it must be taken out before it ends.
class Offscreen {
public:
    /// Throws RunError that says what to install when there is neither EGL nor an X server.
    Offscreen();
    Offscreen(Offscreen const&) = delete;
    Offscreen& operator=(Offscreen const&) = delete;
    ~Offscreen();

    void make_current() const;

    /// The renderers, each in its viewport, as a picture; with `oversampling` every pixel is the average of this many
    /// times this many.
    Picture draw(std::vector<vtkRenderer*> const& renderers, int width, int height, int oversampling = 1);

private:
    std::unique_ptr<EglContext> egl_;
    vtkSmartPointer<vtkRenderWindow> window_;
};

}  // namespace hacthanh::viz::detail
