#include "viz/detail/text_marks.hpp"

#include "viz/detail/page_props.hpp"
#include "viz/detail/palette.hpp"

#include <vtkCoordinate.h>
#include <vtkTexturedActor2D.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

constexpr int border_px = 2;
constexpr double dot_px = 7;

/// The letters on a border of paper: every pixel near a letter is covered.
ImageDrawing with_border(ImageDrawing const& letters, int border) {
    ImageDrawing out;
    out.width = letters.width + 2 * border;
    out.height = letters.height + 2 * border;
    out.pixels.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height), {255, 255, 255, 0});
    auto const at = [&](int x, int y) -> Colour& {
        return out
            .pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width) + static_cast<std::size_t>(x)];
    };
    auto const letter = [&](int x, int y) {
        return letters.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(letters.width) +
                              static_cast<std::size_t>(x)];
    };
    for (int y = 0; y < letters.height; ++y)
        for (int x = 0; x < letters.width; ++x) {
            auto const alpha = letter(x, y).alpha;
            if (alpha == 0) continue;
            for (int dy = -border; dy <= border; ++dy)
                for (int dx = -border; dx <= border; ++dx)
                    if (dx * dx + dy * dy <= border * border + 1) {
                        Colour& pixel = at(x + border + dx, y + border + dy);
                        pixel.alpha = std::max(pixel.alpha, static_cast<std::uint8_t>(alpha * 9 / 10));
                    }
        }
    for (int y = 0; y < letters.height; ++y)
        for (int x = 0; x < letters.width; ++x) {
            Colour const ink = letter(x, y);
            if (ink.alpha == 0) continue;
            Colour& pixel = at(x + border, y + border);
            Colour const mixed = blend({pixel.red, pixel.green, pixel.blue}, ink);
            pixel = {mixed.red, mixed.green, mixed.blue, std::max(pixel.alpha, ink.alpha)};
        }
    return out;
}

/// A prop of the page whose origin is a place of the scene.
vtkSmartPointer<vtkProp> at_place(Drawing const& drawing, TextMark const& mark, Typesetter const& typesetter) {
    auto prop = make_page_prop(drawing, {0, 1}, typesetter);
    auto* const actor = vtkActor2D::SafeDownCast(prop);
    actor->GetPositionCoordinate()->SetCoordinateSystemToWorld();
    actor->GetPositionCoordinate()->SetValue(mark.x, mark.y, mark.z);
    return prop;
}

}  // namespace

PagePoint size_of(TextMark const& mark, Typesetter const& typesetter) {
    return {typesetter.width(mark.text, mark.size_px, mark.bold ? FontWeight::bold : FontWeight::regular),
            Typesetter::line_height(mark.size_px)};
}

void TextMarks::set(std::vector<TextMark> const& marks, double scale) {
    props_.clear();
    for (TextMark const& mark : marks) {
        if (mark.dot) {
            TriangleDrawing dot;
            std::vector<PagePoint> ring;
            for (int i = 0; i <= 24; ++i)
                ring.push_back(
                    {scale * dot_px / 4 * std::sin(i * 0.2617993878), scale * dot_px / 4 * std::cos(i * 0.2617993878)});
            add_line(dot, ring, scale * dot_px / 2 + 3 * scale, paper);
            add_line(dot, ring, scale * dot_px / 2, mark.colour);
            props_.push_back(at_place(dot, mark, typesetter_));
        }
        if (mark.text.empty()) continue;
        TextDrawing const text{
            {0, 0},      mark.text,  mark.size_px * scale, mark.bold ? FontWeight::bold : FontWeight::regular,
            Align::left, mark.colour};
        ImageDrawing const letters = typesetter_.draw(text, 1);
        if (letters.width < 1 || letters.height < 1) continue;
        int const border = std::max(1, static_cast<int>(std::lround(border_px * scale)));
        ImageDrawing image = with_border(letters, border);
        double const left = mark.dot ? scale * (dot_px + 2) : -image.width / 2.0;
        image.box = {std::round(left), std::round(-image.height / 2.0), static_cast<double>(image.width),
                     static_cast<double>(image.height)};
        props_.push_back(at_place(image, mark, typesetter_));
    }
}

}  // namespace hacthanh::viz::detail
