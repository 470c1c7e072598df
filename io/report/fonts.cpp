#include "io/report/fonts.hpp"

#include "io/report/data_uri.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>
#include <hb-subset.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace hacthanh::io::report {
namespace {

struct Face {
    char const* file;
    char const* weight;
    char const* style;
};
constexpr std::array faces = {Face{"LiberationSerif-Regular.ttf", "400", "normal"},
                              Face{"LiberationSerif-Bold.ttf", "700", "normal"},
                              Face{"LiberationSerif-Italic.ttf", "400", "italic"}};

std::filesystem::path find_font(std::string const& name) {
    char const* const own = std::getenv("HACTHANH_FONT_DIR");
    for (char const* folder :
         {own != nullptr ? own : "", "/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/truetype/liberation",
          "/usr/share/fonts/liberation-serif-fonts", "/usr/share/fonts/liberation", "/usr/local/share/fonts"}) {
        std::error_code ignored;
        if (*folder == '\0') continue;
        if (auto file = std::filesystem::path(folder) / name; std::filesystem::exists(file, ignored)) return file;
    }
    return {};
}

/// Calls `use(code point)` for every character of UTF-8 text.
template <class Use>
void for_each_character(std::string_view text, Use use) {
    for (std::size_t i = 0; i < text.size();) {
        auto const first = static_cast<unsigned char>(text[i++]);
        unsigned more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        unsigned code = more == 3 ? first & 0x07U : more == 2 ? first & 0x0FU : more == 1 ? first & 0x1FU : first;
        for (; more > 0 && i < text.size(); --more) code = code << 6U | (static_cast<unsigned char>(text[i++]) & 0x3FU);
        use(code);
    }
}

template <auto destroy>
struct Destroyer {
    template <class T>
    void operator()(T* object) const {
        destroy(object);
    }
};
using Blob = std::unique_ptr<hb_blob_t, Destroyer<hb_blob_destroy>>;
using FontFace = std::unique_ptr<hb_face_t, Destroyer<hb_face_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Destroyer<hb_subset_input_destroy>>;

std::string subset(std::filesystem::path const& file, std::string_view text) {
    Blob const whole(hb_blob_create_from_file_or_fail(file.c_str()));
    if (!whole) throw RunError("cannot read the font " + file.string());
    FontFace const face(hb_face_create(whole.get(), 0));
    Input const input(hb_subset_input_create_or_fail());
    hb_set_t* const wanted = hb_subset_input_unicode_set(input.get());
    for_each_character(text, [wanted](unsigned code) { hb_set_add(wanted, code); });
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING);
    FontFace const small(hb_subset_or_fail(face.get(), input.get()));
    if (!small) throw RunError("cannot take letters out of the font " + file.string());
    Blob const bytes(hb_face_reference_blob(small.get()));
    unsigned size = 0;
    char const* const data = hb_blob_get_data(bytes.get(), &size);
    return {data, size};
}

}  // namespace

std::string font_rules(std::string_view text) {
    std::string rules;
    for (auto const& face : faces) {
        auto const file = find_font(face.file);
        if (file.empty()) {
            log::warning(
                "the font {} was not found: the report is shown in the reader's own; apt-get install "
                "fonts-liberation2, or name its folder in HACTHANH_FONT_DIR",
                face.file);
            return {};
        }
        rules += fmt::format(
            "@font-face{{font-family:Report;font-weight:{};font-style:{};src:url({}) format('truetype')}}\n",
            face.weight, face.style, data_uri("font/ttf", subset(file, text)));
    }
    return rules;
}

}  // namespace hacthanh::io::report
