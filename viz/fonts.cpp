#include "viz/fonts.hpp"

#include "sim/core/error.hpp"
#include "viz/detail/font_face.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace hacthanh::viz {
namespace {

/// Of the font size: half the height of capital letters, and what accents and descenders need beyond the base line.
constexpr double half_capital = 0.364;
constexpr double room_above = 1.2;
constexpr double room_below = 0.4;

std::vector<std::filesystem::path> font_folders() {
    std::vector<std::filesystem::path> folders;
    if (char const* own = std::getenv("HACTHANH_FONT_DIR"); own != nullptr) folders.emplace_back(own);
    for (char const* folder : {"/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu",
                               "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/TTF", "/usr/local/share/fonts"})
        folders.emplace_back(folder);
    if (char const* home = std::getenv("HOME"); home != nullptr) {
        folders.push_back(std::filesystem::path(home) / ".local/share/fonts");
        folders.push_back(std::filesystem::path(home) / ".fonts");
    }
    return folders;
}

void remove_last_letter(std::string& utf8) {
    while (!utf8.empty()) {
        auto const byte = static_cast<unsigned char>(utf8.back());
        utf8.pop_back();
        if ((byte & 0xC0U) != 0x80U) return;  // not a continuation byte: the letter is gone
    }
}

}  // namespace

std::string font_file(FontWeight weight) {
    std::string const name = weight == FontWeight::bold ? "DejaVuSans-Bold.ttf" : "DejaVuSans.ttf";
    for (auto const& folder : font_folders()) {
        std::error_code ignored;
        if (std::filesystem::exists(folder / name, ignored)) return (folder / name).string();
    }
    throw RunError("the font " + name +
                   " was not found; install it with `apt-get install fonts-dejavu-core` or name its folder in "
                   "HACTHANH_FONT_DIR");
}

struct Typesetter::Impl {
    detail::FontFace regular{font_file(FontWeight::regular)};
    detail::FontFace bold{font_file(FontWeight::bold)};

    detail::FontFace& face(FontWeight weight) { return weight == FontWeight::bold ? bold : regular; }
};

Typesetter::Typesetter() : impl_(std::make_unique<Impl>()) {}
Typesetter::Typesetter(Typesetter&&) noexcept = default;
Typesetter::~Typesetter() = default;

double Typesetter::width(std::string const& text, double size_px, FontWeight weight) const {
    return size_px * impl_->face(weight).width(detail::code_points(text));
}

ImageDrawing Typesetter::draw(TextDrawing const& text, int refinement) const {
    double const size = text.size_px * refinement;
    double const width = refinement * this->width(text.text, text.size_px, text.weight);
    double const anchor = text.align == Align::left ? 0.0 : text.align == Align::centre ? width / 2 : width;
    double const origin_x = refinement * text.at.x - anchor;
    auto const base_line = static_cast<int>(std::lround(refinement * text.at.y + half_capital * size));
    auto const margin = static_cast<int>(std::ceil(0.3 * size));  // letters may reach over their advance
    int const left = static_cast<int>(std::floor(origin_x)) - margin;
    int const top = base_line - static_cast<int>(std::ceil(room_above * size));

    ImageDrawing image;
    image.width = static_cast<int>(std::ceil(width)) + 2 * margin + 1;
    image.height = static_cast<int>(std::ceil(room_above * size)) + static_cast<int>(std::ceil(room_below * size));
    image.box = {static_cast<double>(left) / refinement, static_cast<double>(top) / refinement,
                 static_cast<double>(image.width) / refinement, static_cast<double>(image.height) / refinement};
    Colour nothing = text.colour;
    nothing.alpha = 0;
    image.pixels.assign(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height), nothing);
    impl_->face(text.weight)
        .draw(detail::code_points(text.text), size, origin_x - left, [&](int x, int y, std::uint8_t c) {
            int const row = base_line - top + y;
            if (x < 0 || x >= image.width || row < 0 || row >= image.height) return;
            auto& pixel = image.pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width) +
                                       static_cast<std::size_t>(x)];
            pixel.alpha = std::max(pixel.alpha, static_cast<std::uint8_t>(c * text.colour.alpha / 255));
        });
    return image;
}

std::vector<std::string> Typesetter::wrap(std::string const& text, double size_px, FontWeight weight,
                                          double max_width) const {
    std::vector<std::string> lines;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (!lines.empty() && width(lines.back() + " " + word, size_px, weight) <= max_width)
            lines.back() += " " + word;
        else
            lines.push_back(word);
    }
    return lines;
}

std::string Typesetter::fit(std::string const& text, double size_px, FontWeight weight, double max_width) const {
    if (width(text, size_px, weight) <= max_width) return text;
    std::string shorter = text;
    while (!shorter.empty() && width(shorter + "…", size_px, weight) > max_width) remove_last_letter(shorter);
    return shorter + "…";
}

}  // namespace hacthanh::viz
