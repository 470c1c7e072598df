#pragma once
/// Private to viz: words as people type them into a search.

#include <string>
#include <string_view>

namespace hacthanh::viz::detail {

/// Small letters without Vietnamese marks: "Đại lộ Lê Lợi" becomes "dai lo le loi". Composed letters (NFC) only; other
/// letters stay as they are.
std::string plain_letters(std::string_view utf8);

}  // namespace hacthanh::viz::detail
