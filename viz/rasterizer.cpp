#include "viz/rasterizer.hpp"

#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "viz/egl_context.hpp"
#include "viz/fonts.hpp"

#include <vtkActor2D.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkFloatArray.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkOpenGLState.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>
#include <vtkTexture.h>
#include <vtkTexturedActor2D.h>
#include <vtkUnsignedCharArray.h>

#include <cmath>
#include <cstdlib>

namespace hacthanh::viz {
namespace {

/// Each pixel is the average of this many times this many.
constexpr int oversampling = 2;

/// Page to window coordinates: y upwards and oversampled.
struct ToWindow {
    double page_height;

    double x(double page_x) const { return page_x * oversampling; }
    double y(double page_y) const { return (page_height - page_y) * oversampling; }
};

/// Lets later drawings cover earlier ones. A fresh context keeps the earlier one where depths are equal, and VTK leaves
/// the settings of a context that it did not make as they are.
void draw_equal_depths_in_order(vtkOpenGLRenderWindow& window) {
    constexpr unsigned less_or_equal = 0x0203;  // GL_LEQUAL
    window.GetState()->Reset();                 // read what the context really does
    window.GetState()->vtkglDepthFunc(less_or_equal);
}

vtkSmartPointer<vtkRenderWindow> make_window(std::unique_ptr<EglContext>& egl) {
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
    throw RunError(std::string("cannot draw: ") + failure +
                   "; install it with `apt-get install libegl1 libgl1-mesa-dri`, or set DISPLAY to an X server");
}

vtkSmartPointer<vtkProp> make_triangle_prop(TriangleDrawing const& drawing, ToWindow const& to_window) {
    vtkNew<vtkPoints> points;
    points->SetNumberOfPoints(static_cast<vtkIdType>(drawing.points.size()));
    for (std::size_t i = 0; i < drawing.points.size(); ++i)
        points->SetPoint(static_cast<vtkIdType>(i), to_window.x(drawing.points[i].x), to_window.y(drawing.points[i].y),
                         0);
    vtkNew<vtkCellArray> cells;
    for (auto const& [a, b, c] : drawing.triangles) cells->InsertNextCell({vtkIdType(a), vtkIdType(b), vtkIdType(c)});
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(4);
    colours->SetNumberOfTuples(static_cast<vtkIdType>(drawing.colours.size()));
    for (std::size_t i = 0; i < drawing.colours.size(); ++i) {
        Colour const c = drawing.colours[i];
        unsigned char const rgba[] = {c.red, c.green, c.blue, c.alpha};
        colours->SetTypedTuple(static_cast<vtkIdType>(i), rgba);
    }
    vtkNew<vtkPolyData> mesh;
    mesh->SetPoints(points);
    mesh->SetPolys(cells);
    mesh->GetCellData()->SetScalars(colours);
    vtkNew<vtkPolyDataMapper2D> mapper;
    mapper->SetInputData(mesh);
    vtkNew<vtkActor2D> actor;
    actor->SetMapper(mapper);
    return actor.Get();
}

vtkSmartPointer<vtkImageData> make_image(ImageDrawing const& drawing) {
    auto image = vtkSmartPointer<vtkImageData>::New();
    image->SetDimensions(drawing.width, drawing.height, 1);
    image->AllocateScalars(VTK_UNSIGNED_CHAR, 4);
    auto pixel = drawing.pixels.begin();
    for (int row = drawing.height; row-- > 0;) {
        auto* bytes = static_cast<unsigned char*>(image->GetScalarPointer(0, row, 0));
        for (int column = 0; column < drawing.width; ++column, ++pixel)
            for (std::uint8_t byte : {pixel->red, pixel->green, pixel->blue, pixel->alpha}) *bytes++ = byte;
    }
    return image;
}

vtkSmartPointer<vtkProp> make_image_prop(ImageDrawing const& drawing, ToWindow const& to_window) {
    double const left = to_window.x(drawing.box.x);
    double const right = to_window.x(drawing.box.right());
    double const bottom = to_window.y(drawing.box.bottom());
    double const top = to_window.y(drawing.box.y);
    vtkNew<vtkPoints> corners;
    corners->InsertNextPoint(left, bottom, 0);
    corners->InsertNextPoint(right, bottom, 0);
    corners->InsertNextPoint(right, top, 0);
    corners->InsertNextPoint(left, top, 0);
    vtkNew<vtkFloatArray> on_texture;
    on_texture->SetNumberOfComponents(2);
    for (auto const& [u, v] : {std::pair(0, 0), {1, 0}, {1, 1}, {0, 1}}) on_texture->InsertNextTuple2(u, v);
    vtkNew<vtkCellArray> cells;
    cells->InsertNextCell({0, 1, 2, 3});
    vtkNew<vtkPolyData> mesh;
    mesh->SetPoints(corners);
    mesh->SetPolys(cells);
    mesh->GetPointData()->SetTCoords(on_texture);
    vtkNew<vtkPolyDataMapper2D> mapper;
    mapper->SetInputData(mesh);
    vtkNew<vtkTexture> texture;
    texture->SetInputData(make_image(drawing));
    texture->SetColorModeToDirectScalars();
    texture->InterpolateOff();
    texture->RepeatOff();
    vtkNew<vtkTexturedActor2D> actor;
    actor->SetMapper(mapper);
    actor->SetTexture(texture);
    return actor.Get();
}

/// Averages squares of pixels and turns the rows top down.
Picture shrink(vtkUnsignedCharArray& rgba, int width, int height) {
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

struct Rasterizer::Impl {
    Typesetter typesetter;
    std::unique_ptr<EglContext> egl;
    vtkSmartPointer<vtkRenderWindow> window;

    Impl() = default;
    ~Impl() {
        make_current();  // the window gives its OpenGL objects back
        window = nullptr;
    }
    vtkSmartPointer<vtkProp> make_prop(Drawing const& drawing, ToWindow const& to_window) const {
        if (auto const* text = std::get_if<TextDrawing>(&drawing))
            return make_image_prop(typesetter.draw(*text, oversampling), to_window);
        if (auto const* image = std::get_if<ImageDrawing>(&drawing)) return make_image_prop(*image, to_window);
        return make_triangle_prop(std::get<TriangleDrawing>(drawing), to_window);
    }
    void make_current() const {
        if (egl) egl->make_current();
    }
};

Rasterizer::Rasterizer() : impl_(std::make_unique<Impl>()) {
    impl_->window = make_window(impl_->egl);
    impl_->window->SetOffScreenRendering(1);
    impl_->window->SetMultiSamples(0);
}

Rasterizer::Rasterizer(Rasterizer&&) noexcept = default;
Rasterizer::~Rasterizer() = default;

Picture Rasterizer::draw(Page const& page) {
    impl_->make_current();
    ToWindow const to_window{static_cast<double>(page.height)};
    vtkNew<vtkRenderer> renderer;
    renderer->SetBackground(page.background.red / 255.0, page.background.green / 255.0, page.background.blue / 255.0);
    for (auto const& drawing : page.drawings) renderer->AddViewProp(impl_->make_prop(drawing, to_window));

    vtkRenderWindow& window = *impl_->window;
    window.SetSize(page.width * oversampling, page.height * oversampling);
    window.AddRenderer(renderer);
    window.Render();
    vtkNew<vtkUnsignedCharArray> rgba;
    window.GetRGBACharPixelData(0, 0, page.width * oversampling - 1, page.height * oversampling - 1, 0, rgba);
    window.RemoveRenderer(renderer);
    return shrink(*rgba, page.width, page.height);
}

}  // namespace hacthanh::viz
