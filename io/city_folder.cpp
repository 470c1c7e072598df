#include "io/city_folder.hpp"

#include "io/detail/city_layers.hpp"
#include "io/detail/city_toml.hpp"
#include "io/detail/text_file.hpp"
#include "io/sumo_network.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <system_error>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

/// The projection that network and city.toml agree on.
city::Projection agreed(city::Projection const& network, city::Projection const& written, std::string const& toml) {
    if (!network.known()) return written;
    bool const same = network.proj_string == written.proj_string &&
                      std::abs(network.offset_x_m - written.offset_x_m) < 1e-3 &&
                      std::abs(network.offset_y_m - written.offset_y_m) < 1e-3;
    validate(same, toml,
             fmt::format("projection \"{}\", net_offset_m [{}, {}] is not the network's \"{}\", [{}, {}]",
                         written.proj_string, written.offset_x_m, written.offset_y_m, network.proj_string,
                         network.offset_x_m, network.offset_y_m),
             "write what the network's <location> says");
    return network;
}

void copy_over(fs::path const& from, fs::path const& to) {
    std::error_code error;
    if (fs::equivalent(from, to, error)) return;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    if (error) throw RunError(fmt::format("cannot copy {} to {}: {}", from.string(), to.string(), error.message()));
}

void prepare(fs::path const& folder) {
    std::error_code error;
    if (fs::exists(folder, error)) {
        validate(fs::is_directory(folder, error), folder.string(), "is a file, not a folder", "name another folder");
        validate(fs::is_empty(folder, error) || fs::exists(folder / "city.toml", error), folder.string(),
                 "holds other things than a city", "name a new folder");
    }
    fs::create_directories(folder, error);
    if (error) throw RunError(fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
    fs::remove(folder / "city.toml", error);
}

}  // namespace

CityFolder read_city_folder(fs::path const& folder) {
    std::error_code ignored;
    auto const toml_file = folder / "city.toml";
    validate(fs::is_directory(folder, ignored), folder.string(), "city folder not found",
             "`hacthanh import` makes one");
    validate(fs::exists(toml_file, ignored), folder.string(), "has no city.toml, so it is no city folder",
             "`hacthanh import` makes one; an import that was broken off leaves none");
    CityFolder result;
    auto toml = detail::parse_city_toml(detail::read_text(toml_file), toml_file.string());
    result.about = std::move(toml.about);
    result.files.emplace_back("city", toml_file);
    auto const listed = [&](char const* role, std::string const& name) {
        auto file = folder / name;
        validate(fs::exists(file, ignored), toml_file.string(),
                 fmt::format("files.{} = \"{}\": file not found", role, name));
        result.files.emplace_back(role, file);
        return file;
    };
    result.network = listed("network", toml.network);
    city::City& city = result.city;
    city = read_sumo_network(result.network);
    city.projection = agreed(city.projection, toml.projection, toml_file.string());
    if (!toml.buildings.empty()) {
        auto const file = listed("buildings", toml.buildings);
        city.buildings = detail::read_buildings(file, city.projection);
        detail::require_disjoint(city.buildings, file);
    }
    if (!toml.areas.empty()) city.areas = detail::read_areas(listed("areas", toml.areas), city.projection);
    if (!toml.population.empty())
        city.population = detail::read_population(listed("population", toml.population), city.projection);
    if (!toml.barriers.empty())
        city.barriers = detail::read_barriers(listed("barriers", toml.barriers), city.projection);
    if (!toml.terrain.empty()) city.terrain = detail::read_terrain(listed("terrain", toml.terrain), city.projection);
    return result;
}

void write_city_folder(fs::path const& folder, CityFolder const& content) {
    prepare(folder);
    auto const& city = content.city;
    detail::CityToml toml{content.about, city.projection, "network.net.xml", "", "", "", "", ""};
    if (content.network.extension() == ".gz") toml.network += ".gz";
    copy_over(content.network, folder / toml.network);
    auto const layer = [&](bool wanted, std::string& name, char const* file, auto const& write) {
        std::error_code ignored;
        fs::remove(folder / file, ignored);
        if (!wanted) return;
        name = file;
        write(folder / file);
    };
    layer(!city.buildings.empty(), toml.buildings, "buildings.gpkg",
          [&](fs::path const& file) { detail::write_buildings(file, city.buildings, city.projection); });
    layer(!city.areas.empty(), toml.areas, "areas.gpkg",
          [&](fs::path const& file) { detail::write_areas(file, city.areas, city.projection); });
    layer(!city.population.empty(), toml.population, "population.gpkg",
          [&](fs::path const& file) { detail::write_population(file, city.population, city.projection); });
    layer(!city.barriers.empty(), toml.barriers, "barriers.gpkg",
          [&](fs::path const& file) { detail::write_barriers(file, city.barriers, city.projection); });
    layer(city.terrain.known(), toml.terrain, "terrain.tif",
          [&](fs::path const& file) { detail::write_terrain(file, city.terrain, city.projection); });
    auto const toml_file = folder / "city.toml";
    std::ofstream out(toml_file, std::ios::binary);
    out << detail::format_city_toml(toml);
    out.close();
    if (!out) throw RunError(fmt::format("cannot write {}", toml_file.string()));
}

}  // namespace hacthanh::io
