#include "io/report/picture_file.hpp"

#include "sim/core/error.hpp"

#include <fstream>
#include <sstream>

namespace hacthanh::io::report {
namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
constexpr std::size_t width_at = 16;  // behind the signature, the length and the name of the first chunk
constexpr std::size_t header_end = 24;

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (char const byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

}  // namespace

std::string read_picture(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    std::string png = bytes.str();
    if (!in || png.size() < header_end || !png.starts_with(signature))
        throw RunError("cannot read the picture " + file.string());
    return png;
}

std::pair<std::uint32_t, std::uint32_t> picture_size(std::string_view png) {
    return {big_endian(png.substr(width_at, 4)), big_endian(png.substr(width_at + 4, 4))};
}

}  // namespace hacthanh::io::report
