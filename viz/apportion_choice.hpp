#pragma once
/// Whose air is it, as a colour of roads: `colour_by` is "apportion:FILE#N", the Nth place of what
/// `hacthanh apportion -o FILE.json` wrote; FILE is relative to the result's folder.

#include "io/apportion_file.hpp"
#include "io/result_reader.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::viz {

inline constexpr std::string_view apportion_prefix = "apportion:";
/// The file that is offered without being named, beside the result.
inline constexpr std::string_view usual_apportion_file = "apportion.json";

constexpr bool is_apportion(std::string_view colour_by) { return colour_by.starts_with(apportion_prefix); }

/// @param place  from 1
std::string apportion_choice(std::filesystem::path const& file, std::size_t place);

/// The place that a choice names. Throws InputError when the file or the place is not there.
io::Apportionment chosen_apportionment(std::string const& colour_by, std::filesystem::path const& result);

/// A choice for every place of the file that `now` names, else of the usual file where it is. Empty when there is none
/// that can be read.
std::vector<std::string> apportion_choices(std::string const& now, std::filesystem::path const& result);

/// What each road of the result gives to the place [% of its traffic's NOx]; NaN = less than 0.1 %.
std::vector<float> apportion_shares(io::ResultReader const& result, io::Apportionment const& place);

}  // namespace hacthanh::viz
