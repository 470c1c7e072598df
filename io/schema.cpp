#include "io/schema.hpp"

#include "sim/core/error.hpp"

#include <charconv>

namespace hacthanh::io {

void require_schema(std::string const& path, std::string const& file_type, std::string const& found,
                    SchemaVersion expected) {
    int major = -1;
    auto const [end, error] = std::from_chars(found.data(), found.data() + found.size(), major);
    bool const readable = error == std::errc() && end != found.data() + found.size() && *end == '.';
    validate(readable && major == expected.major, path,
             file_type + " of schema " + found + ", this program reads schema " + std::to_string(expected.major) +
                 ".x (" + expected.text() + ")",
             "use a program version of that schema, or make the file again");
}

}  // namespace hacthanh::io
