#pragma once
/// Private to viz: an OpenGL window that nobody sees.

#include "viz/detail/x_server.hpp"
#include "viz/egl_context.hpp"
#include "viz/picture.hpp"

#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>

#include <memory>
#include <vector>

namespace hacthanh::viz::detail {

/// Draws renderers without a display: on EGL's surfaceless platform; where that fails on the X server of DISPLAY, or on
/// an Xvfb of its own. Opening costs about 0.3 s. Use from one thread. What is drawn with it must be taken out before
/// it ends.
class Offscreen {
public:
    /// Throws RunError that says what to install when there is none of the three.
    Offscreen();
    Offscreen(Offscreen const&) = delete;
    Offscreen& operator=(Offscreen const&) = delete;
    ~Offscreen();

    void make_current() const;

    /// Takes a renderer in, which keeps what it uploads until remove(); several share the picture by their viewports.
    void add(vtkRenderer& renderer);
    void remove(vtkRenderer& renderer);

    /// All renderers that draw, as a picture; with `oversampling` every pixel is the average of this many times this
    /// many.
    Picture draw(int width, int height, int oversampling = 1);

private:
    std::unique_ptr<EglContext> egl_;
    std::unique_ptr<XServer> x_server_;
    vtkSmartPointer<vtkRenderWindow> window_;
};

}  // namespace hacthanh::viz::detail
