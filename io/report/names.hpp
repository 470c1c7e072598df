#pragma once

#include "sim/core/language.hpp"

#include <string>

namespace hacthanh::io::report {

/// "PM25" -> PM2.5 and PM2,5; "NO2" -> NO₂; others as they are.
Text pollutant_name(std::string const& species);

}  // namespace hacthanh::io::report
