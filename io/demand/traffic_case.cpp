#include "io/demand/traffic_case.hpp"

#include "io/write_text.hpp"
#include "io/xml.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

/// Options of a configuration that a case of its own does not take over: it has others, or they are for a window.
constexpr auto own_options =
    std::to_array<std::string_view>({"net-file", "route-files", "additional-files", "begin", "end", "load-state",
                                     "configuration-file", "gui-settings-file", "start", "quit-on-end"});

std::string attribute(std::string const& xml, std::string_view key) {
    std::string const begin = fmt::format(" {}=\"", key);
    auto const at = xml.find(begin);
    if (at == std::string::npos) return {};
    auto const from = at + begin.size();
    return xml.substr(from, xml.find('"', from) - from);
}

/// Why a piece of furniture does not fit the network; "" when it does.
std::string misfit(std::string const& xml, NetworkFacts const& facts) {
    std::string const id = attribute(xml, "id");
    if (xml.starts_with("<tlLogic")) {
        auto const signal = facts.signal_links.find(id);
        std::size_t const length = attribute(xml, "state").size();
        if (signal == facts.signal_links.end() || signal->second != length)
            return fmt::format("signal program of \"{}\": the junction has another number of links now", id);
        return {};
    }
    std::string const edge = edge_of_lane(attribute(xml, "lane"));
    if (!edge.empty() && !facts.has(edge)) return fmt::format("stop \"{}\": its road {} is gone", id, edge);
    return {};
}

}  // namespace

TrafficCase write_case(fs::path const& folder, SumoConfig const& base, SumoTrips const& demand, fs::path const& network,
                       NetworkFacts const& facts, std::vector<std::string>& dropped) {
    validate(base.find("load-state") == nullptr, base.file.string(),
             "a loaded state holds vehicles on routes that cannot be worked on", "take load-state out");
    fs::create_directories(folder);
    TrafficCase made{folder,
                     folder / "case.sumocfg",
                     fs::absolute(network),
                     folder / "routes.rou.xml",
                     folder / "types.add.xml",
                     folder / "stops.add.xml"};
    write_text(made.types, fmt::format("<additional>\n{}\n</additional>\n", fmt::join(demand.types, "\n")));
    std::string furniture = "<additional>\n";
    for (auto const& xml : demand.furniture) {
        if (auto const why = misfit(xml, facts); !why.empty())
            dropped.push_back(why);
        else
            furniture += xml + "\n";
    }
    write_text(made.furniture, furniture + "</additional>\n");

    std::string options;
    auto const set = [&](std::string_view name, std::string const& value) {
        options += fmt::format("    <{} value=\"{}\"/>\n", name, xml_escaped(value));
    };
    set("net-file", fs::proximate(made.network, fs::absolute(folder)).string());
    set("route-files", made.routes.filename().string());
    set("additional-files", fmt::format("{},{}", made.types.filename().string(), made.furniture.filename().string()));
    for (SumoOption const& option : base.options) {
        bool const is_output =
            std::ranges::any_of(base.outputs, [&](auto const& output) { return output.name == option.name; });
        if (!is_output && std::ranges::find(own_options, option.name) == own_options.end() &&
            !option.name.starts_with("save-state"))
            set(option.name, option.value);
    }
    write_text(made.config, fmt::format("<configuration>\n{}</configuration>\n", options));
    return made;
}

}  // namespace hacthanh::io
