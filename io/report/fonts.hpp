#pragma once

#include <string>
#include <string_view>

namespace hacthanh::io::report {

/// Style rules that bring the letters of `text` with the document, as the family "Report": Liberation Serif (SIL Open
/// Font License), whose widths are those of Times New Roman, in regular, bold and italic, cut down to the letters used
/// (about 30 kB a face). Folders: HACTHANH_FONT_DIR, then where systems keep it.
/// Nothing, with a warning in the log, where the font is not installed: the reader's own Times New Roman is taken then.
std::string font_rules(std::string_view text);

}  // namespace hacthanh::io::report
