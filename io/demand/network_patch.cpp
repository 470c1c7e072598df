#include "io/demand/network_patch.hpp"

#include "io/sumo_tools.hpp"
#include "io/write_text.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <vector>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

/// A road as far as a new one must join it.
struct Road {
    std::string id;
    std::string from;
    std::string to;
    int lanes = 0;
};

/// What a patch may speak of and join.
struct Network {
    std::vector<Road> roads;
    std::vector<std::string> edges;
    std::vector<std::string> junctions;
    std::set<std::string> signals;  ///< junctions with traffic lights
};

Network read_network(fs::path const& file) {
    Network network;
    bool open = false;
    read_xml(file,
             {.start =
                  [&](XmlElement const& element) {
                      if (element.depth() == 2 && element.name() == "lane" && open) ++network.roads.back().lanes;
                      if (element.depth() != 1) return;
                      open = element.name() == "edge" && !element.find("function");
                      if (open) {
                          network.edges.emplace_back(element.get("id"));
                          network.roads.push_back({std::string(element.get("id")), std::string(element.get("from")),
                                                   std::string(element.get("to")), 0});
                      }
                      if (element.name() == "junction" && element.get("type") != "internal")
                          network.junctions.emplace_back(element.get("id"));
                      if (element.name() == "junction" && element.get("type").starts_with("traffic_light"))
                          network.signals.emplace(element.get("id"));
                  },
              .end = {},
              .text = {}});
    return network;
}

bool contains(std::vector<std::string> const& names, std::string const& name) {
    return std::ranges::find(names, name) != names.end();
}

void require_known(std::vector<std::string> const& names, std::string const& name, char const* what,
                   std::string const& where) {
    if (contains(names, name)) return;
    throw InputError(where, fmt::format("{} \"{}\" is not in the network", what, name),
                     fmt::format("the closest name is \"{}\"", scenario::closest_word(name, names)));
}

void check(demand::NetworkPatch const& patch, Network names, std::string const& where) {
    for (auto const* list : {&patch.removed, &patch.widened})
        for (auto const& edge : *list) require_known(names.edges, edge, "road", where);
    for (auto const& junction : patch.junctions) {
        validate(!contains(names.junctions, junction.id), where,
                 fmt::format("junction \"{}\" is there already", junction.id), "give the new one another name");
        names.junctions.push_back(junction.id);
    }
    for (auto const& road : patch.roads) {
        validate(!road.id.empty() && !contains(names.edges, road.id), where,
                 fmt::format("road \"{}\" is there already", road.id), "give the new one another name");
        names.edges.push_back(road.id);
        require_known(names.junctions, road.from, "junction", where);
        require_known(names.junctions, road.to, "junction", where);
        validate(road.from != road.to, where, fmt::format("road \"{}\" begins where it ends", road.id));
        validate(road.lanes >= 1 && road.lanes <= 8, where,
                 fmt::format("road \"{}\": {} lanes (must be 1 to 8)", road.id, road.lanes));
        validate(road.speed_m_s > 0 && road.speed_m_s <= 60, where,
                 fmt::format("road \"{}\": speed {} m/s (must be > 0 and <= 60)", road.id, road.speed_m_s));
    }
}

/// New junctions, and those with signals that new roads or lanes join: they get a program anew, for the old one has no
/// light for them.
std::string nodes_xml(demand::NetworkPatch const& patch, Network const& network) {
    std::string text = "<nodes>\n";
    for (auto const& node : patch.junctions)
        text += fmt::format("<node id=\"{}\" x=\"{}\" y=\"{}\" type=\"{}\"/>\n", xml_escaped(node.id), node.x_m,
                            node.y_m, xml_escaped(node.type));
    std::set<std::string> joined;
    for (auto const& road : patch.roads) joined.insert({road.from, road.to});
    for (Road const& road : network.roads)
        if (contains(patch.widened, road.id)) joined.insert({road.from, road.to});
    for (auto const& junction : joined)
        if (network.signals.contains(junction))
            text += fmt::format("<node id=\"{0}\" type=\"traffic_light\" tl=\"{0}.new\"/>\n", xml_escaped(junction));
    return text + "</nodes>\n";
}

/// netconvert lets a new road lead on by itself, but leads no old road into it.
std::string connections_xml(demand::NetworkPatch const& patch, Network const& network) {
    std::string text = "<connections>\n";
    for (auto const& road : patch.roads)
        for (Road const& before : network.roads) {
            if (before.to != road.from || before.from == road.to || contains(patch.removed, before.id)) continue;
            for (int lane = 0; lane < std::min(before.lanes, road.lanes); ++lane)
                text += fmt::format("<connection from=\"{}\" to=\"{}\" fromLane=\"{}\" toLane=\"{}\"/>\n",
                                    xml_escaped(before.id), xml_escaped(road.id), lane, lane);
        }
    return text + "</connections>\n";
}

std::string edges_xml(demand::NetworkPatch const& patch, Network const& network) {
    std::string text = "<edges>\n";
    for (auto const& edge : patch.removed) text += fmt::format("<delete id=\"{}\"/>\n", xml_escaped(edge));
    for (Road const& road : network.roads)
        if (contains(patch.widened, road.id))
            text += fmt::format("<edge id=\"{}\" numLanes=\"{}\"/>\n", xml_escaped(road.id), road.lanes + 1);
    for (auto const& road : patch.roads) {
        std::string shape;
        for (auto const& [x, y] : road.shape) shape += fmt::format("{}{},{}", shape.empty() ? "" : " ", x, y);
        text +=
            fmt::format("<edge id=\"{}\" from=\"{}\" to=\"{}\" numLanes=\"{}\" speed=\"{}\" priority=\"{}\"{}{}/>\n",
                        xml_escaped(road.id), xml_escaped(road.from), xml_escaped(road.to), road.lanes, road.speed_m_s,
                        road.priority, road.name.empty() ? "" : fmt::format(" name=\"{}\"", xml_escaped(road.name)),
                        shape.empty() ? "" : fmt::format(" shape=\"{}\"", shape));
    }
    return text + "</edges>\n";
}

/// Without netconvert's leading comment, which holds the date: the same network is the same bytes.
void strip_comment(fs::path const& raw, fs::path const& network) {
    std::ifstream in(raw, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    auto const begin = text.find("<!--");
    auto const end = text.find("-->");
    if (begin != std::string::npos && end != std::string::npos && begin < text.find("<net"))
        text.erase(begin, end + 3 - begin);
    write_text(network, text);
}

}  // namespace

fs::path patch_network(fs::path const& network, demand::NetworkPatch const& patch, fs::path const& folder,
                       std::string const& where) {
    auto const known = read_network(network);
    check(patch, known, where);
    fs::create_directories(folder);
    auto const nodes = folder / "patch.nod.xml";
    auto const edges = folder / "patch.edg.xml";
    auto const connections = folder / "patch.con.xml";
    auto const raw = folder / "netconvert.net.xml";
    auto made = folder / "network.net.xml";
    write_text(nodes, nodes_xml(patch, known));
    write_text(edges, edges_xml(patch, known));
    write_text(connections, connections_xml(patch, known));
    std::vector<std::string> command = {"netconvert",
                                        "--sumo-net-file",
                                        network.string(),
                                        "--node-files",
                                        nodes.string(),
                                        "--edge-files",
                                        edges.string(),
                                        "--output-file",
                                        raw.string(),
                                        "--connection-files",
                                        connections.string(),
                                        "--offset.disable-normalization",
                                        "--no-turnarounds.except-deadend",
                                        "--xml-validation",
                                        "never",
                                        "--xml-validation.net",
                                        "never",
                                        "--output.street-names"};
    run_sumo_tool(command, folder / "netconvert.log", "see netconvert.log beside the network for all it said");
    strip_comment(raw, made);
    fs::remove(raw);
    return made;
}

}  // namespace hacthanh::io
