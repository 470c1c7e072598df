#include "io/import/netconvert.hpp"

#include "io/sumo_tools.hpp"

#include <fmt/format.h>

namespace hacthanh::io {

std::vector<std::string> netconvert_command(std::filesystem::path const& roads, std::filesystem::path const& network,
                                            NetconvertSettings const& settings) {
    // What SUMO's own page on OpenStreetMap recommends, streets with names, motor vehicles only.
    std::vector<std::string> command = {"netconvert",
                                        "--osm-files",
                                        roads.string(),
                                        "--output-file",
                                        network.string(),
                                        "--xml-validation",
                                        "never",  // our own file; else SUMO_HOME or the net is asked for the schema
                                        "--output.street-names",
                                        "--geometry.remove",
                                        "--ramps.guess",
                                        "--junctions.join",
                                        "--tls.guess-signals",
                                        "--tls.discard-simple",
                                        "--tls.join",
                                        "--tls.default-type",
                                        "actuated",
                                        "--keep-edges.by-vclass",
                                        "passenger,motorcycle,bus",
                                        "--remove-edges.isolated",
                                        "--no-turnarounds.except-deadend"};
    if (settings.left_hand) command.emplace_back("--lefthand");
    if (settings.box) {
        command.emplace_back("--keep-edges.in-geo-boundary");
        command.push_back(fmt::format("{:.7f},{:.7f},{:.7f},{:.7f}", settings.box->west, settings.box->south,
                                      settings.box->east, settings.box->north));
    }
    command.insert(command.end(), settings.extra.begin(), settings.extra.end());
    return command;
}

void run_netconvert(std::vector<std::string> const& command, std::filesystem::path const& messages, ImportLog& log) {
    auto const run = run_sumo_tool(command, messages, "are there streets for motor vehicles inside the box?");
    log.add("netconvert_warnings", 0);
    for (auto const& warning : run.first_warnings) log.count("netconvert_warnings", warning);
    log.add("netconvert_warnings", static_cast<std::int64_t>(run.warnings - run.first_warnings.size()));
}

}  // namespace hacthanh::io
