#pragma once
/// Private to viz: one font through FreeType.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hacthanh::viz::detail {

/// The letters of a UTF-8 text; broken bytes become U+FFFD.
std::u32string code_points(std::string_view utf8);

/// A font file. Lengths are in units of the font size.
class FontFace {
public:
    /// Throws RunError when FreeType cannot read the file.
    explicit FontFace(std::string const& file);
    FontFace(FontFace const&) = delete;
    FontFace& operator=(FontFace const&) = delete;
    ~FontFace();

    /// Width of a text for size 1: the sum of its advances and kernings.
    double width(std::u32string_view text);

    /// Draws a text letter by letter: calls paint(x, y, coverage) for every pixel that a letter covers, x to the right
    /// of `start_x`'s origin, y downwards from the base line. `size` in pixels.
    void draw(std::u32string_view text, double size, double start_x,
              std::function<void(int x, int y, std::uint8_t coverage)> const& paint);

private:
    struct Impl;

    double advance(char32_t letter);
    double kerning(char32_t left, char32_t right);

    std::unique_ptr<Impl> impl_;
};

}  // namespace hacthanh::viz::detail
