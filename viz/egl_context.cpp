#include "viz/egl_context.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <array>

namespace hacthanh::viz {
namespace {

EGLDisplay surfaceless_display() {
    auto const get_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (get_display == nullptr) return EGL_NO_DISPLAY;
    return get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
}

EGLContext make_context(EGLDisplay display) {
    constexpr std::array<EGLint, 5> wanted = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                              EGL_NONE};
    EGLConfig config = nullptr;
    EGLint n_configs = 0;
    if (eglChooseConfig(display, wanted.data(), &config, 1, &n_configs) == EGL_FALSE || n_configs < 1)
        return EGL_NO_CONTEXT;
    constexpr std::array<EGLint, 7> version = {
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    return eglCreateContext(display, config, EGL_NO_CONTEXT, version.data());
}

}  // namespace

std::unique_ptr<EglContext> EglContext::create(char const*& failure) {
    EGLDisplay const display = surfaceless_display();
    if (display == EGL_NO_DISPLAY) {
        failure = "EGL has no surfaceless platform";
        return nullptr;
    }
    if (eglInitialize(display, nullptr, nullptr) == EGL_FALSE || eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) {
        failure = "EGL finds no OpenGL driver";
        return nullptr;
    }
    EGLContext const context = make_context(display);
    if (context == EGL_NO_CONTEXT || eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE) {
        failure = "EGL gives no OpenGL 3.3 context";
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
        return nullptr;
    }
    return std::unique_ptr<EglContext>(new EglContext(display, context));
}

EglContext::~EglContext() {
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);  // the display stays: all contexts of the process share it
}

void EglContext::make_current() const { eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_); }

}  // namespace hacthanh::viz
