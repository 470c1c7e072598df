#pragma once

#include "io/city_folder.hpp"
#include "io/sumo_network.hpp"
#include "tests/support/built_city.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace hacthanh::test {

/// Writes a city folder of the tutorial town with houses at random, one per lot of 42 m at most; how many.
inline std::size_t write_built_town(std::filesystem::path const& folder) {
    io::CityFolder content;
    content.about.name = "Tutorial town";
    content.network = std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.net.xml";
    content.city = io::read_sumo_network(content.network);
    content.city.buildings = random_city(content.city.road_extent, 42, 1);
    io::write_city_folder(folder, content);
    return content.city.buildings.size();
}

}  // namespace hacthanh::test
