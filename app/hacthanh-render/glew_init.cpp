// Debian's GLEW is built for GLX: under EGL its glewInit() has loaded every function pointer but then returns
// "no GLX display", and VTK goes on with wrong pictures. This one takes its place (the program exports it, see
// app/CMakeLists.txt) and forgives that error. It must be part of the executable to be found first.

#include <dlfcn.h>

extern "C" __attribute__((visibility("default"))) unsigned glewInit() {
    constexpr unsigned ok = 0;
    constexpr unsigned no_glx_display = 4;  // GLEW_ERROR_NO_GLX_DISPLAY of GL/glew.h
    static auto const original = reinterpret_cast<unsigned (*)()>(dlsym(RTLD_NEXT, "glewInit"));
    if (original == nullptr) return 1;
    unsigned const result = original();
    return result == no_glx_display ? ok : result;
}
