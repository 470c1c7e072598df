#include "io/detail/text_file.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace hacthanh::io::detail {
namespace {

constexpr std::size_t largest_text = std::size_t(16) << 20;

/// Bytes of the UTF-8 character that starts `text`, or 0 when it is none (RFC 3629: no overlong forms, no surrogates).
std::size_t utf8_length(std::string_view text) {
    auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    auto const follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return byte(i) >= low && byte(i) <= high;
    };
    unsigned const first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        unsigned const low = first == 0xE0 ? 0xA0 : 0x80;
        unsigned const high = first == 0xED ? 0x9F : 0xBF;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        unsigned const low = first == 0xF0 ? 0x90 : 0x80;
        unsigned const high = first == 0xF4 ? 0x8F : 0xBF;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::string read_text(std::filesystem::path const& file) {
    std::error_code ignored;
    auto const status = std::filesystem::status(file, ignored);
    validate(std::filesystem::exists(status), file.string(), "file not found", "check the name and the folder");
    validate(!std::filesystem::is_directory(status), file.string(), "is a folder (must be a scenario file)",
             "name the .toml file in it");
    std::ifstream input(file, std::ios::binary);
    validate(input.is_open(), file.string(), fmt::format("cannot be opened ({})", std::strerror(errno)));
    std::string text;
    std::array<char, std::size_t(1) << 16> block{};
    while (text.size() <= largest_text && (input.read(block.data(), block.size()) || input.gcount() > 0))
        text.append(block.data(), static_cast<std::size_t>(input.gcount()));
    validate(!input.bad(), file.string(), "cannot be read");
    validate(text.size() <= largest_text, file.string(), "is larger than 16 MB (must be a scenario file)");
    return text;
}

void check_text(std::string_view text, std::string const& name) {
    validate(text.find_first_not_of(" \t\r\n") != std::string_view::npos, name,
             "the file is empty (must be a scenario)", "`hacthanh schema` lists all options");
    std::size_t line = 1;
    for (std::size_t i = 0; i < text.size();) {
        auto const where = [&] { return fmt::format("{}:{}", name, line); };
        validate(text[i] != '\0', where(), "holds a zero byte (must be text)", "is this a scenario file?");
        std::size_t const length = utf8_length(text.substr(i, 4));
        validate(length > 0, where(), "is not UTF-8 text", "save the file as UTF-8");
        if (text[i] == '\n') ++line;
        i += length;
    }
}

}  // namespace hacthanh::io::detail
