#include "viz/detail/font_face.hpp"

#include "sim/core/error.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <cmath>

namespace hacthanh::viz::detail {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// Number of bytes that a UTF-8 letter has, from its first byte; 0 where no letter begins.
int letter_bytes(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
    std::u32string letters;
    while (!utf8.empty()) {
        auto const first = static_cast<unsigned char>(utf8.front());
        int const n = letter_bytes(first);
        utf8.remove_prefix(1);
        char32_t letter = n <= 1 ? first : first & (0xFFU >> (n + 1));
        int read = 1;
        while (read < n && !utf8.empty() && (static_cast<unsigned char>(utf8.front()) & 0xC0U) == 0x80U) {
            letter = letter << 6U | (static_cast<unsigned char>(utf8.front()) & 0x3FU);
            utf8.remove_prefix(1);
            ++read;
        }
        letters.push_back(read == n ? letter : replacement);
    }
    return letters;
}

struct FontFace::Impl {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    std::unordered_map<char32_t, double> advances;

    Impl() = default;
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;
    ~Impl() {
        if (face != nullptr) FT_Done_Face(face);
        if (library != nullptr) FT_Done_FreeType(library);
    }
    double units_per_size() const { return face->units_per_EM; }
};

FontFace::FontFace(std::string const& file) : impl_(std::make_unique<Impl>()) {
    if (FT_Init_FreeType(&impl_->library) != 0 || FT_New_Face(impl_->library, file.c_str(), 0, &impl_->face) != 0 ||
        FT_IS_SCALABLE(impl_->face) == 0)
        throw RunError("the font " + file +
                       " could not be read; install it again: `apt-get install fonts-dejavu-core`");
}

FontFace::~FontFace() = default;

double FontFace::advance(char32_t letter) {
    auto const [entry, is_new] = impl_->advances.try_emplace(letter, 0.0);
    if (is_new && FT_Load_Char(impl_->face, letter, FT_LOAD_NO_SCALE) == 0)
        entry->second = static_cast<double>(impl_->face->glyph->advance.x) / impl_->units_per_size();
    return entry->second;
}

double FontFace::kerning(char32_t left, char32_t right) {
    FT_Vector shift{};
    if (FT_HAS_KERNING(impl_->face) == 0 ||
        FT_Get_Kerning(impl_->face, FT_Get_Char_Index(impl_->face, left), FT_Get_Char_Index(impl_->face, right),
                       FT_KERNING_UNSCALED, &shift) != 0)
        return 0;
    return static_cast<double>(shift.x) / impl_->units_per_size();
}

double FontFace::width(std::u32string_view text) {
    double total = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        total += advance(text[i]) + (i == 0 ? 0.0 : kerning(text[i - 1], text[i]));
    return total;
}

void FontFace::draw(std::u32string_view text, double size, double start_x,
                    std::function<void(int x, int y, std::uint8_t coverage)> const& paint) {
    constexpr double fixed_point = 64;  // FreeType's 26.6 numbers
    FT_Set_Char_Size(impl_->face, 0, std::lround(size * fixed_point), 72, 72);
    double pen = start_x;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0) pen += size * kerning(text[i - 1], text[i]);
        double const origin = pen;
        pen += size * advance(text[i]);
        if (FT_Load_Char(impl_->face, text[i], FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) continue;
        double const whole = std::floor(origin);
        FT_GlyphSlot const glyph = impl_->face->glyph;
        FT_Outline_Translate(&glyph->outline, std::lround((origin - whole) * fixed_point), 0);
        if (FT_Render_Glyph(glyph, FT_RENDER_MODE_NORMAL) != 0) continue;
        FT_Bitmap const& bitmap = glyph->bitmap;
        for (unsigned row = 0; row < bitmap.rows; ++row)
            for (unsigned column = 0; column < bitmap.width; ++column) {
                std::uint8_t const coverage =
                    bitmap.buffer[static_cast<int>(row) * bitmap.pitch + static_cast<int>(column)];
                if (coverage != 0)
                    paint(static_cast<int>(whole) + glyph->bitmap_left + static_cast<int>(column),
                          static_cast<int>(row) - glyph->bitmap_top, coverage);
            }
    }
}

}  // namespace hacthanh::viz::detail
