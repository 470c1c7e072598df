#pragma once

#include <string>
#include <string_view>

namespace hacthanh::io::report {

/// Bytes in base 64 (RFC 4648) with padding.
std::string base64(std::string_view bytes);

/// "data:image/png;base64,…", so that a document holds what it shows. @param type  media type
std::string data_uri(std::string_view type, std::string_view bytes);

}  // namespace hacthanh::io::report
