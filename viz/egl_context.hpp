#pragma once

#include <memory>

namespace hacthanh::viz {

/// An OpenGL 3.3 context on EGL's surfaceless platform: draws without a display, on a GPU or in software.
///
/// The context is current on the thread that made it until another one is made or made current.
///
/// Debian's GLEW expects GLX: under EGL its glewInit() loads every function and then reports an error, after
/// which VTK draws wrong pictures. A program that uses this class must define its own glewInit() that forgives this
/// error and export it (app/hacthanh-render/glew_init.cpp and app/CMakeLists.txt).
class EglContext {
public:
    /// The context, or nothing with the reason in `failure` where the machine has no usable EGL.
    static std::unique_ptr<EglContext> create(char const*& failure);
    EglContext(EglContext const&) = delete;
    EglContext& operator=(EglContext const&) = delete;
    ~EglContext();

    /// Lets the OpenGL calls of this thread act on this context.
    void make_current() const;

private:
    EglContext(void* display, void* context) : display_(display), context_(context) {}

    void* display_;
    void* context_;
};

}  // namespace hacthanh::viz
