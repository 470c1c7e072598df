#pragma once

#include "io/import/city_import.hpp"

#include <string>

namespace hacthanh::io {

/// What `hacthanh import` prints: counts with examples, shares of height sources, roads through buildings, sources.
std::string import_report_text(ImportReport const& report);

/// The same as one JSON document; numbers under the names of city.toml's import.counts.
std::string import_report_json(ImportReport const& report);

}  // namespace hacthanh::io
