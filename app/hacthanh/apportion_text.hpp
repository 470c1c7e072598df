#pragma once

#include "io/apportion_file.hpp"
#include "sim/core/language.hpp"

#include <cstddef>
#include <string>

namespace hacthanh::app {

/// The sum of the parts is said to differ from the run when it does by more than this part of the run's mean: the aim
/// for transfer functions.
inline constexpr double notable_difference = 0.1;

/// A group of vehicles (state::vehicle_group_names) in words.
Text vehicle_class_text(std::string const& name);

/// A place's parts as a table for the terminal, in one language. @param top  streets to list; the others as one line
std::string apportion_text(io::Apportionment const& place, std::size_t top, bool vietnamese);

}  // namespace hacthanh::app
