#include "viz/detail/plain_letters.hpp"

#include "viz/detail/font_face.hpp"

#include <array>
#include <cctype>

namespace hacthanh::viz::detail {
namespace {

struct Family {
    char plain;
    std::u32string_view marked;
};

constexpr std::array<Family, 7> families = {{
    {'a', U"àáảãạăằắẳẵặâầấẩẫậÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ"},
    {'d', U"đĐÐ"},
    {'e', U"èéẻẽẹêềếểễệÈÉẺẼẸÊỀẾỂỄỆ"},
    {'i', U"ìíỉĩịÌÍỈĨỊ"},
    {'o', U"òóỏõọôồốổỗộơờớởỡợÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ"},
    {'u', U"ùúủũụưừứửữựÙÚỦŨỤƯỪỨỬỮỰ"},
    {'y', U"ỳýỷỹỵỲÝỶỸỴ"},
}};

void append_utf8(std::string& text, char32_t letter) {
    auto const byte = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (letter < 0x80) {
        byte(letter);
    } else if (letter < 0x800) {
        byte(0xC0 | letter >> 6);
        byte(0x80 | (letter & 0x3F));
    } else if (letter < 0x10000) {
        byte(0xE0 | letter >> 12);
        byte(0x80 | (letter >> 6 & 0x3F));
        byte(0x80 | (letter & 0x3F));
    } else {
        byte(0xF0 | letter >> 18);
        byte(0x80 | (letter >> 12 & 0x3F));
        byte(0x80 | (letter >> 6 & 0x3F));
        byte(0x80 | (letter & 0x3F));
    }
}

char32_t plain(char32_t letter) {
    if (letter < 0x80) return static_cast<char32_t>(std::tolower(static_cast<int>(letter)));
    for (Family const& family : families)
        if (family.marked.find(letter) != std::u32string_view::npos) return static_cast<char32_t>(family.plain);
    return letter;
}

}  // namespace

std::string plain_letters(std::string_view utf8) {
    std::string text;
    for (char32_t letter : code_points(utf8)) append_utf8(text, plain(letter));
    return text;
}

}  // namespace hacthanh::viz::detail
