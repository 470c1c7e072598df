#pragma once

#include "io/report/content.hpp"

#include <string>
#include <vector>

namespace hacthanh::io::report {

/// The report as one HTML document (README.md): same content, same bytes. The first language is shown at first.
/// Throws RunError when a picture cannot be read. Precondition: at least one language, no language twice.
std::string make_report(Content const& content, std::vector<Language> const& languages);

}  // namespace hacthanh::io::report
