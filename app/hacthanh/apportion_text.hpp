#pragma once

#include "io/apportion_file.hpp"

#include <cstddef>
#include <string>

namespace hacthanh::app {

/// A place's parts as a table for the terminal, in one language. @param top  streets to list; the others as one line
std::string apportion_text(io::Apportionment const& place, std::size_t top, bool vietnamese);

}  // namespace hacthanh::app
