#pragma once

#include "viz/page.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hacthanh::viz {

/// The file of the DejaVu Sans font, which holds every Vietnamese letter. Looked for in $HACTHANH_FONT_DIR and the
/// usual system folders. Throws RunError that says which package to install.
std::string font_file(FontWeight weight);

/// Measures texts and turns them into pictures, with FreeType and without hinting, so that a text of twice the size is
/// exactly twice as wide and the same text always looks the same. (VTK's own texts are not used: their widths depend
/// on what was drawn before.)
///
/// Texts are UTF-8 with composed letters (NFC). Use one object from one thread at a time.
class Typesetter {
public:
    /// Throws RunError when the font is missing or damaged.
    Typesetter();
    Typesetter(Typesetter&&) noexcept;
    ~Typesetter();

    /// Width of one line [px]: the sum of the advances of its letters.
    double width(std::string const& text, double size_px, FontWeight weight) const;

    /// Height of the line box of a font size, in which accents and descenders have room [px].
    static double line_height(double size_px) { return 1.32 * size_px; }

    /// Splits at spaces so that each line is at most `max_width` wide; a single longer word stays whole.
    std::vector<std::string> wrap(std::string const& text, double size_px, FontWeight weight, double max_width) const;

    /// The text, cut at the end with "…" until it fits.
    std::string fit(std::string const& text, double size_px, FontWeight weight, double max_width) const;

    /// The letters as a picture in the text's colour and place, with `refinement` pixels per pixel of the page.
    ImageDrawing draw(TextDrawing const& text, int refinement) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hacthanh::viz
