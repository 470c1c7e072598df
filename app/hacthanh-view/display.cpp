#include "app/hacthanh-view/display.hpp"

#include "sim/core/error.hpp"

#include <X11/Xlib.h>

#include <fmt/format.h>

#include <cstdlib>
#include <string>

namespace hacthanh::view {

void require_display() {
    char const* const name = std::getenv("DISPLAY");
    std::string const display = name == nullptr ? "" : name;
    validate(!display.empty(), "hacthanh view", "there is no display (DISPLAY is not set)",
             "start it in a desktop session or with ssh -X; `hacthanh render` needs no display");
    Display* const server = XOpenDisplay(nullptr);
    validate(server != nullptr, "hacthanh view", fmt::format("no X server answers at the display {}", display),
             "set DISPLAY as your desktop session does; `hacthanh render` needs no display");
    int code = 0;
    int event = 0;
    int error = 0;
    bool const has_glx = XQueryExtension(server, "GLX", &code, &event, &error) != 0;
    XCloseDisplay(server);
    validate(has_glx, "hacthanh view", fmt::format("the display {} has no OpenGL (extension GLX)", display),
             "start the X server with GLX; `hacthanh render` needs no display");
}

}  // namespace hacthanh::view
