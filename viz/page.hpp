#pragma once
/// A page as a list of simple drawings: plain values that layout code makes and a rasterizer draws.
///
/// Unit: pixels of the finished picture, x to the right, y down, (0, 0) the top left corner. Later drawings cover
/// earlier ones.

#include "viz/colour_map.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace hacthanh::viz {

struct PagePoint {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    double right() const { return x + width; }
    double bottom() const { return y + height; }
    PagePoint centre() const { return {x + width / 2, y + height / 2}; }
    bool overlaps(Box const& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
    bool holds(Box const& other) const {
        return other.x >= x && other.right() <= right() && other.y >= y && other.bottom() <= bottom();
    }
};

enum class FontWeight { regular, bold };
enum class Align { left, centre, right };

/// One line of text, `at` the left end, middle or right end of its line box, half way up.
struct TextDrawing {
    PagePoint at;
    std::string text;  ///< UTF-8, composed letters (NFC)
    double size_px = 16;
    FontWeight weight = FontWeight::regular;
    Align align = Align::left;
    Colour colour;
};

/// Filled triangles, each with its colour; corners three by three.
struct TriangleDrawing {
    std::vector<PagePoint> points;
    std::vector<std::array<std::uint32_t, 3>> triangles;
    std::vector<Colour> colours;  ///< one per triangle
};

/// A picture of at least 2 x 2 pixels, stretched over a box.
struct ImageDrawing {
    Box box;
    int width = 0;
    int height = 0;
    std::vector<Colour> pixels;  ///< [height][width], top row first
};

using Drawing = std::variant<TextDrawing, TriangleDrawing, ImageDrawing>;

struct Page {
    int width = 0;
    int height = 0;
    Colour background{255, 255, 255};
    std::vector<Drawing> drawings;

    void fill(Box const& box, Colour colour);
    /// The border of a box, drawn inwards.
    void frame(Box const& box, double line_px, Colour colour);
    void polygon(std::vector<PagePoint> const& convex, Colour colour);
    void text(TextDrawing drawing) { drawings.emplace_back(std::move(drawing)); }
};

/// Adds a line of constant width with mitred corners (bevelled where they are sharp) to `shape`.
void add_line(TriangleDrawing& shape, std::vector<PagePoint> const& line, double width_px, Colour colour);

}  // namespace hacthanh::viz
