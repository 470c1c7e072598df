#include "io/import/assemble.hpp"
#include "io/write_text.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

/// Copies files beside the network; returns their names, comma-separated.
std::string copy_files(std::vector<fs::path> const& files, fs::path const& folder) {
    std::string names;
    for (auto const& file : files) {
        std::error_code error;
        validate(fs::is_regular_file(file, error), file.string(), "file not found");
        auto const to = folder / file.filename();
        if (!fs::equivalent(file, to, error)) fs::copy_file(file, to, fs::copy_options::overwrite_existing, error);
        if (error) throw RunError(fmt::format("cannot copy {}: {}", file.string(), error.message()));
        names.append(names.empty() ? "" : ",").append(file.filename().string());
    }
    return names;
}

/// The section [scenario]: names and what must be said of the city.
std::string about_text(CityAbout const& about) {
    auto const line = [](std::string_view key, std::string const& text) {
        return text.empty() ? "" : fmt::format("{} = {}\n", key, scenario::to_toml(scenario::OptionValue(text)));
    };
    return line("title", about.name) + line("title_vi", about.name_vi) + line("note", about.note) +
           line("note_vi", about.note_vi) + (about.schematic ? "schematic = true\n" : "");
}

}  // namespace

fs::path write_scenario(CityAbout const& about, ImportSettings const& settings) {
    auto const& folder = settings.output;
    std::string const routes = copy_files(settings.routes, folder);
    std::string const additional = copy_files(settings.additional, folder);
    std::string sumo = "<configuration>\n    <input>\n        <net-file value=\"network.net.xml\"/>\n";
    if (!routes.empty()) sumo += fmt::format("        <route-files value=\"{}\"/>\n", xml_escaped(routes));
    if (!additional.empty()) sumo += fmt::format("        <additional-files value=\"{}\"/>\n", xml_escaped(additional));
    sumo += "    </input>\n</configuration>\n";
    write_text(folder / "traffic.sumocfg", sumo);
    auto const file = folder / "scenario.toml";
    std::error_code ignored;
    if (fs::exists(file, ignored)) return file;  // the user's own by now
    std::string const traffic_note =
        routes.empty() ? "# no vehicles yet: name route files in traffic.sumocfg, or import with --routes\n" : "";
    write_text(file,
               fmt::format("# Written by `hacthanh import`; yours to change. `hacthanh schema` lists all options.\n"
                           "[scenario]\n{}[city]\nfolder = \".\"\n"
                           "[traffic]\n{}sumo_config = \"traffic.sumocfg\"\nbegin_s = 0\nend_s = 3600\n"
                           "[mesh]\ncell_size_m = 20\n"
                           "[weather]\nwind_speed_m_s = 2.0   # at 10 m over open ground: put your own\n"
                           "wind_from_deg = 45\n",
                           about_text(about), traffic_note));
    return file;
}

}  // namespace hacthanh::io
