#pragma once

#include "io/city_folder.hpp"
#include "sim/city/city.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace hacthanh::io::detail {

/// The content of a city.toml.
struct CityToml {
    CityAbout about;
    city::Projection projection;
    std::string network;  ///< file names, relative to the folder; "" = not there
    std::string buildings;
    std::string areas;
    std::string population;
    std::string barriers;
    std::string terrain;
};

/// Parses a city.toml. @param name  what to call the text in messages
/// Throws InputError with name:line, key, rule and remedy.
CityToml parse_city_toml(std::string_view text, std::string const& name);

/// The text of a city.toml.
std::string format_city_toml(CityToml const& toml);

}  // namespace hacthanh::io::detail
