#include "viz/detail/offscreen.hpp"

#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLState.h>
#include <vtkUnsignedCharArray.h>

#include <cstdlib>

namespace hacthanh::viz::detail {
namespace {

/// Lets later drawings cover earlier ones. A fresh context keeps the earlier one where depths are equal, and VTK leaves
/// the settings of a context that it did not make as they are.
void draw_equal_depths_in_order(vtkOpenGLRenderWindow& window) {
    constexpr unsigned less_or_equal = 0x0203;  // GL_LEQUAL
    window.GetState()->Reset();                 // read what the context really does
    window.GetState()->vtkglDepthFunc(less_or_equal);
}

vtkSmartPointer<vtkRenderWindow> make_window(std::unique_ptr<EglContext>& egl, std::unique_ptr<XServer>& x_server) {
    char const* failure = "";
    egl = EglContext::create(failure);
    if (egl) {
        vtkNew<vtkGenericOpenGLRenderWindow> window;
        window->SetIsCurrent(true);
        window->SetOwnContext(0);
        window->SetReadyForRendering(true);
        window->SetSupportsOpenGL(1);
        window->SetFrameBlitModeToNoBlit();
        draw_equal_depths_in_order(*window);
        return window.Get();
    }
    if (char const* display = std::getenv("DISPLAY"); display != nullptr && *display != '\0') {
        log::warning("{}: drawing with the X server of DISPLAY={}", failure, display);
        return vtkSmartPointer<vtkRenderWindow>::New();
    }
    if ((x_server = XServer::start())) {
        setenv("DISPLAY", x_server->display().c_str(), 1);
        log::warning("{}: drawing with Xvfb", failure);
        return vtkSmartPointer<vtkRenderWindow>::New();
    }
    throw RunError(
        std::string("cannot draw: ") + failure +
        "; install it with `apt-get install libegl1 libgl1-mesa-dri`, or install xvfb, or set DISPLAY to an X server");
}

/// Averages squares of pixels and turns the rows top down.
Picture shrink(vtkUnsignedCharArray& rgba, int width, int height, int oversampling) {
    Picture picture{width, height,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)};
    std::ptrdiff_t const row_bytes = std::ptrdiff_t(4) * width * oversampling;
    unsigned char const* const bytes = rgba.GetPointer(0);
    auto out = picture.rgb.begin();
    for (int y = 0; y < height; ++y) {
        unsigned char const* const rows = bytes + row_bytes * (std::ptrdiff_t(height - 1 - y) * oversampling);
        for (int x = 0; x < width; ++x) {
            for (int channel = 0; channel < 3; ++channel) {
                int sum = oversampling * oversampling / 2;
                for (int v = 0; v < oversampling; ++v)
                    for (int u = 0; u < oversampling; ++u)
                        sum += rows[v * row_bytes + 4 * (std::ptrdiff_t(x) * oversampling + u) + channel];
                *out++ = static_cast<std::uint8_t>(sum / (oversampling * oversampling));
            }
        }
    }
    return picture;
}

}  // namespace

Offscreen::Offscreen() : window_(make_window(egl_, x_server_)) {
    window_->SetOffScreenRendering(1);
    window_->SetMultiSamples(0);
}

Offscreen::~Offscreen() {
    make_current();  // the window gives its OpenGL objects back
    window_ = nullptr;
}

void Offscreen::make_current() const {
    if (egl_) egl_->make_current();
}

void Offscreen::add(vtkRenderer& renderer) {
    make_current();
    window_->AddRenderer(&renderer);
}

void Offscreen::remove(vtkRenderer& renderer) {
    make_current();
    window_->RemoveRenderer(&renderer);
}

Picture Offscreen::draw(int width, int height, int oversampling) {
    make_current();
    window_->SetSize(width * oversampling, height * oversampling);
    window_->Render();
    vtkNew<vtkUnsignedCharArray> rgba;
    window_->GetRGBACharPixelData(0, 0, width * oversampling - 1, height * oversampling - 1, 0, rgba);
    return shrink(*rgba, width, height, oversampling);
}

}  // namespace hacthanh::viz::detail
