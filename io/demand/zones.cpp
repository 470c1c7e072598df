#include "io/demand/zones.hpp"

#include "io/gis.hpp"
#include "io/reproject.hpp"
#include "io/sumo_config.hpp"
#include "io/write_text.hpp"
#include "io/xml.hpp"
#include "sim/city/contains.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr std::array<char const*, 4> usual_fields = {"zone", "id", "name", "taz"};

/// A zone's outline in network coordinates.
struct Outline {
    std::string id;
    std::vector<city::Polygon> parts;
};

bool holds(Outline const& outline, city::Point p) {
    return std::ranges::any_of(outline.parts, [&](city::Polygon const& part) { return city::contains(part, p); });
}

int field_of(OGRLayer& layer, std::string const& wanted, std::string const& where) {
    auto& definition = *layer.GetLayerDefn();
    if (!wanted.empty()) {
        int const index = definition.GetFieldIndex(wanted.c_str());
        if (index >= 0) return index;
    } else {
        for (char const* name : usual_fields)
            if (int const index = definition.GetFieldIndex(name); index >= 0) return index;
    }
    std::vector<std::string> names;
    for (int i = 0; i < definition.GetFieldCount(); ++i) names.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    throw InputError(where,
                     wanted.empty() ? "no field \"zone\", \"id\", \"name\" or \"taz\" with the zones' names"
                                    : fmt::format("no field \"{}\"", wanted),
                     fmt::format("name one in demand.zone_field: {}", fmt::join(names, ", ")));
}

std::vector<Outline> read_outlines(std::filesystem::path const& file, std::string const& field,
                                   city::City const& city) {
    GisMessages const messages;
    auto const dataset = open_vector(file);
    validate(dataset->GetLayerCount() >= 1, file.string(), "holds no layer");
    OGRLayer& layer = *dataset->GetLayer(0);
    int const name = field_of(layer, field, file.string());
    std::optional<OGRSpatialReference> reference;
    if (auto const* const given = layer.GetSpatialRef(); given != nullptr && city.projection.known())
        reference = *given;
    ToNetwork const to_network(reference, city.projection, file.string());
    std::vector<Outline> outlines;
    for (auto const& feature : layer) {
        auto const* const shape = feature->GetGeometryRef();
        Outline outline{feature->GetFieldAsString(name), {}};
        if (shape == nullptr) continue;
        if (wkbFlatten(shape->getGeometryType()) == wkbPolygon)
            outline.parts.push_back(to_polygon(*shape->toPolygon()));
        else if (wkbFlatten(shape->getGeometryType()) == wkbMultiPolygon)
            for (auto const* const part : *shape->toMultiPolygon()) outline.parts.push_back(to_polygon(*part));
        std::erase_if(outline.parts, [](auto const& part) { return part.outer.size() < 3; });
        to_network.apply(outline.parts);
        outlines.push_back(std::move(outline));
    }
    return outlines;
}

city::Point middle_point(city::Polyline const& axis) {
    auto const& a = axis[(axis.size() - 1) / 2];
    auto const& b = axis[axis.size() / 2];
    return {0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
}

std::vector<Zone> zones_of(std::vector<Outline> const& outlines, city::City const& city) {
    std::vector<Zone> zones;
    for (Outline const& outline : outlines) zones.push_back({outline.id, {}, {}});
    for (city::Road const& road : city.roads) {
        if (road.internal) continue;
        auto const found =
            std::ranges::find_if(outlines, [&](Outline const& o) { return holds(o, middle_point(road.axis)); });
        if (found == outlines.end()) continue;
        auto& zone = zones[static_cast<std::size_t>(found - outlines.begin())];
        zone.sources.push_back({road.name, road.length_m});
        zone.sinks.push_back({road.name, road.length_m});
    }
    return zones;
}

/// Reads <taz id edges> and its <tazSource id weight>, <tazSink id weight>.
class TazReader {
public:
    std::vector<Zone> read(std::filesystem::path const& file, city::City const& city) {
        for (auto const& road : city.roads)
            if (!road.internal) roads_.insert(road.name);
        read_xml(file, {.start = [&](XmlElement const& element) { start(element, file); }, .end = {}, .text = {}});
        return std::move(zones_);
    }

private:
    void start(XmlElement const& element, std::filesystem::path const& file) {
        if (element.name() == "taz") {
            zones_.push_back({std::string(element.get("id")), {}, {}});
            std::string_view rest = element.get("edges");
            while (!rest.empty()) {
                auto const word = rest.substr(0, rest.find(' '));
                if (!word.empty()) add(word, 1, true, true, element, file);
                rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            }
        } else if ((element.name() == "tazSource" || element.name() == "tazSink") && !zones_.empty()) {
            double const weight = parse_sumo_time(element.find("weight").value_or("1")).value_or(0);
            add(element.get("id"), weight, element.name() == "tazSource", element.name() == "tazSink", element, file);
        }
    }

    void add(std::string_view edge, double weight, bool source, bool sink, XmlElement const& element,
             std::filesystem::path const& file) {
        std::string const name(edge);
        std::string const where = at_line(file, element.line());
        if (!roads_.contains(name))
            throw InputError(where,
                             fmt::format("zone \"{}\": road \"{}\" is not in the network", zones_.back().id, name),
                             fmt::format("the closest name is \"{}\"",
                                         scenario::closest_word(name, {roads_.begin(), roads_.end()})));
        validate(weight >= 0, where, fmt::format("zone \"{}\": weight of \"{}\" is below 0", zones_.back().id, name));
        if (weight == 0) return;
        if (source) zones_.back().sources.push_back({name, weight});
        if (sink) zones_.back().sinks.push_back({name, weight});
    }

    std::vector<Zone> zones_;
    std::set<std::string> roads_;
};

}  // namespace

std::vector<Zone> read_zones(std::filesystem::path const& file, std::string const& field, city::City const& city) {
    auto zones =
        file.extension() == ".xml" ? TazReader().read(file, city) : zones_of(read_outlines(file, field, city), city);
    validate(!zones.empty(), file.string(), "holds no zones", "give polygons, or <taz> in an .xml file");
    std::unordered_set<std::string> names;
    for (Zone const& zone : zones) {
        validate(!zone.id.empty(), file.string(), "a zone has no name");
        validate(names.insert(zone.id).second, file.string(), fmt::format("zone \"{}\" is there twice", zone.id),
                 "give each zone a name of its own");
        validate(!zone.sources.empty() && !zone.sinks.empty(), file.string(),
                 fmt::format("no road of the network lies in zone \"{}\"", zone.id),
                 "does it lie beside the network, or in other coordinates?");
    }
    return zones;
}

void write_zones(std::filesystem::path const& file, std::vector<Zone> const& zones) {
    std::string text = "<additional>\n";
    for (Zone const& zone : zones) {
        text += fmt::format("<taz id=\"{}\">\n", xml_escaped(zone.id));
        for (auto const& [edge, weight] : zone.sources)
            text += fmt::format("<tazSource id=\"{}\" weight=\"{}\"/>\n", xml_escaped(edge), weight);
        for (auto const& [edge, weight] : zone.sinks)
            text += fmt::format("<tazSink id=\"{}\" weight=\"{}\"/>\n", xml_escaped(edge), weight);
        text += "</taz>\n";
    }
    write_text(file, text + "</additional>\n");
}

}  // namespace hacthanh::io
