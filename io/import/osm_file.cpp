#include "io/import/osm_file.hpp"

#include "io/import/osm_tags.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <osmium/area/assembler.hpp>
#include <osmium/area/multipolygon_manager.hpp>
#include <osmium/builder/osm_object_builder.hpp>
#include <osmium/handler/check_order.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/io/xml_output.hpp>
#include <osmium/relations/relations_manager.hpp>
#include <osmium/tags/tags_filter.hpp>
#include <osmium/visitor.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr std::size_t max_nodes = 100'000'000;

using Locations = osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
using LocationHandler = osmium::handler::NodeLocationsForWays<Locations>;
using Areas = osmium::area::MultipolygonManager<osmium::area::Assembler>;

osmium::io::File osm_file(std::filesystem::path const& file) {
    auto name = file.filename().string();
    std::string packing;
    for (std::string_view ending : {".gz", ".bz2"})
        if (name.ends_with(ending)) {
            packing = ending;
            name.resize(name.size() - ending.size());
        }
    return osmium::io::File{file.string(), (name.ends_with(".pbf") ? "pbf" : "osm") + packing};
}

TagLookup lookup(osmium::TagList const& tags) {
    return [&tags](std::string_view key) -> std::string_view {
        for (auto const& tag : tags)
            if (key == tag.key()) return tag.value();
        return {};
    };
}

template <class Nodes>
city::Polyline ring_of(Nodes const& nodes) {
    city::Polyline ring;
    for (auto const& node : nodes)
        if (node.location().valid()) ring.push_back({node.location().lon(), node.location().lat()});
    bool const closed = ring.size() > 1 && ring.front().x == ring.back().x && ring.front().y == ring.back().y;
    if (closed) ring.pop_back();
    return ring;
}

std::vector<city::Polygon> polygons_of(osmium::Area const& area) {
    std::vector<city::Polygon> polygons;
    for (auto const& outer : area.outer_rings()) {
        city::Polygon polygon{ring_of(outer), {}};
        for (auto const& inner : area.inner_rings(outer)) polygon.holes.push_back(ring_of(inner));
        polygons.push_back(std::move(polygon));
    }
    return polygons;
}

/// Takes ways and assembled relations as they come.
class Collector : public osmium::handler::Handler {
public:
    Collector(OsmContent& content, ImportLog& log) : content_(content), log_(log) {}

    void node(osmium::Node const& node) {
        validate(++n_nodes_ <= max_nodes, "", fmt::format("more than {} nodes", max_nodes),
                 "cut the city out first, for example with osmium extract --bbox");
        if (node.tags().has_tag("natural", "tree") && inside(node.location()))
            content_.trees.push_back(
                {fmt::format("node/{}", node.id()), {{node.location().lon(), node.location().lat()}}});
    }

    void way(osmium::Way const& way) {
        ++n_ways_;
        auto const tag = lookup(way.tags());
        bool const road = !tag("highway").empty();
        bool const row = tag("natural") == "tree_row";
        bool const building = is_building(tag);
        if (!road && !row && !building && !area_kind(tag)) return;
        std::string const id = fmt::format("way/{}", way.id());
        auto const missing = std::count_if(way.nodes().begin(), way.nodes().end(),
                                           [](auto const& node) { return !node.location().valid(); });
        if (missing > 0) {
            log_.count("ways_with_missing_nodes", id);
            log_.add("nodes_missing", missing);
        }
        if (road && touches(way)) keep_road(way, id);
        if (row && touches(way)) content_.trees.push_back({id, ring_of(way.nodes())});
        if (row || (road && tag("area") != "yes" && !building)) return;
        if (way.nodes().empty() || !way.ends_have_same_id()) {
            if (building) log_.count("buildings_open", id);
            return;
        }
        take(id, {{ring_of(way.nodes()), {}}}, tag);
    }

    /// An assembled multipolygon relation.
    void area(osmium::Area const& area) {
        auto const tag = lookup(area.tags());
        std::string const id = fmt::format("relation/{}", area.orig_id());
        auto polygons = polygons_of(area);
        if (polygons.empty()) {
            if (is_building(tag) || area_kind(tag)) log_.count("relations_broken", id);
            return;
        }
        take(id, std::move(polygons), tag);
    }

    bool empty() const { return n_nodes_ == 0 || n_ways_ == 0; }
    osmium::memory::Buffer const& roads() const { return roads_; }
    bool is_road(osmium::object_id_type way) const { return road_ids_.contains(way); }
    bool is_road_node(osmium::object_id_type node) const { return road_nodes_.contains(node); }

private:
    bool inside(osmium::Location location) const {
        return location.valid() && (!content_.box || content_.box->contains(location.lon(), location.lat()));
    }
    bool touches(osmium::Way const& way) const {
        return std::any_of(way.nodes().begin(), way.nodes().end(),
                           [this](auto const& node) { return inside(node.location()); });
    }

    /// Copies the way, without the nodes that are not there.
    void keep_road(osmium::Way const& way, std::string const& id) {
        auto const known = std::count_if(way.nodes().begin(), way.nodes().end(),
                                         [](auto const& node) { return node.location().valid(); });
        if (known < 2) return log_.count("ways_too_short", id);
        {
            osmium::builder::WayBuilder builder(roads_);
            builder.set_id(way.id()).set_version(1).set_visible(true);
            builder.add_item(way.tags());
            osmium::builder::WayNodeListBuilder nodes(builder);
            for (auto const& node : way.nodes()) {
                if (!node.location().valid()) continue;
                nodes.add_node_ref(node.ref());
                road_nodes_.insert(node.ref());
            }
        }
        roads_.commit();
        road_ids_.insert(way.id());
        log_.count("roads_read", "");
    }

    void take(std::string const& id, std::vector<city::Polygon> polygons, TagLookup const& tag) {
        if (is_building(tag)) {
            if (!middle_inside(polygons)) return log_.count("buildings_outside_box", "");
            Footprint footprint;
            footprint.id = id;
            footprint.parts = std::move(polygons);
            read_building_tags(tag, footprint, log_);
            log_.count("buildings_read", "");
            content_.buildings.push_back(std::move(footprint));
        } else if (auto const kind = area_kind(tag)) {
            log_.count("areas_read", "");
            int number = 0;
            for (auto& polygon : polygons) {
                std::string const suffix = ++number > 1 ? fmt::format("#{}", number) : "";
                content_.areas.push_back(
                    {id + suffix, kind->first, std::move(polygon), kind->second, std::string(tag("name")), {}});
            }
        }
    }

    bool middle_inside(std::vector<city::Polygon> const& polygons) const {
        if (!content_.box) return true;
        city::Point sum;
        double n = 0;
        for (auto const& polygon : polygons)
            for (city::Point p : polygon.outer) {
                sum.x += p.x;
                sum.y += p.y;
                ++n;
            }
        return n > 0 && content_.box->contains(sum.x / n, sum.y / n);
    }

    OsmContent& content_;
    ImportLog& log_;
    std::size_t n_nodes_ = 0;
    std::size_t n_ways_ = 0;
    osmium::memory::Buffer roads_{1 << 16, osmium::memory::Buffer::auto_grow::yes};
    std::unordered_set<osmium::object_id_type> road_ids_;
    std::unordered_set<osmium::object_id_type> road_nodes_;
};

std::optional<GeoBox> bounds_of(osmium::io::File const& file) {
    osmium::io::Reader reader(file, osmium::osm_entity_bits::nothing);
    auto const box = reader.header().joined_boxes();
    reader.close();
    if (!box.valid()) return std::nullopt;
    return GeoBox{box.bottom_left().lon(), box.bottom_left().lat(), box.top_right().lon(), box.top_right().lat()};
}

/// Writes the kept roads with their nodes and turn restrictions.
void write_roads(osmium::io::File const& file, Collector const& collector, std::filesystem::path const& to) {
    osmium::io::Writer writer(osmium::io::File(to.string(), "osm"), osmium::io::overwrite::allow);
    osmium::io::Reader nodes(file, osmium::osm_entity_bits::node);
    while (auto const buffer = nodes.read())
        for (auto const& node : buffer.select<osmium::Node>())
            if (collector.is_road_node(node.id())) writer(node);
    nodes.close();
    for (auto const& way : collector.roads().select<osmium::Way>()) writer(way);
    osmium::io::Reader relations(file, osmium::osm_entity_bits::relation);
    while (auto const buffer = relations.read())
        for (auto const& relation : buffer.select<osmium::Relation>()) {
            if (!relation.tags().has_tag("type", "restriction")) continue;
            bool const whole =
                std::all_of(relation.members().begin(), relation.members().end(), [&](auto const& member) {
                    return member.type() != osmium::item_type::way || collector.is_road(member.ref());
                });
            if (whole) writer(relation);
        }
    relations.close();
    writer.close();
}

OsmContent read(std::filesystem::path const& path, std::optional<GeoBox> box, std::filesystem::path const& roads_file,
                ImportLog& log) {
    auto const file = osm_file(path);
    OsmContent content;
    content.box = box ? box : bounds_of(file);
    osmium::area::AssemblerConfig config;
    config.create_way_polygons = false;  // closed ways are taken as they are: the repair is ours
    config.ignore_invalid_locations = true;
    osmium::TagsFilter wanted(false);  // borders of countries need not be held in memory
    for (char const* key :
         {"building", "building:part", "landuse", "natural", "leisure", "waterway", "amenity", "place"})
        wanted.add_rule(true, key);
    Areas areas(config, wanted);
    osmium::relations::read_relations(file, areas);
    Locations locations;
    LocationHandler location_handler(locations);
    location_handler.ignore_errors();
    osmium::handler::CheckOrder order;
    Collector collector(content, log);
    osmium::io::Reader reader(file, osmium::osm_entity_bits::node | osmium::osm_entity_bits::way);
    osmium::apply(reader, order, location_handler, collector,
                  areas.handler([&](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, collector); }));
    reader.close();
    validate(!collector.empty(), path.string(), "holds no nodes or no ways", "was it downloaded completely?");
    areas.for_each_incomplete_relation([&](osmium::relations::RelationHandle const& handle) {
        auto const tag = lookup(handle->tags());
        if (is_building(tag) || area_kind(tag))
            log.count("relations_incomplete", fmt::format("relation/{}", handle->id()));
    });
    validate(log["roads_read"] > 0, path.string(), "holds no roads inside the box",
             "check --bbox west,south,east,north");
    write_roads(file, collector, roads_file);
    return content;
}

}  // namespace

OsmContent read_osm(std::filesystem::path const& file, std::optional<GeoBox> box,
                    std::filesystem::path const& roads_file, ImportLog& log) {
    std::error_code ignored;
    validate(std::filesystem::exists(file, ignored), file.string(), "file not found");
    validate(!std::filesystem::is_directory(file, ignored), file.string(), "is a folder", "name the file in it");
    validate(std::filesystem::file_size(file, ignored) > 0, file.string(), "is empty");
    try {
        return read(file, box, roads_file, log);
    } catch (osmium::out_of_order_error const& error) {
        throw InputError(file.string(), fmt::format("objects are not sorted ({})", error.what()),
                         "sort it with osmium sort, or with JOSM's save");
    } catch (InputError const& error) {
        std::string_view const text = error.what();
        if (text.starts_with(file.string())) throw;
        throw InputError(file.string(), text);
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const& error) {  // libosmium has no common base for what a broken file throws
        throw InputError(file.string(), fmt::format("cannot be read as OpenStreetMap data: {}", error.what()),
                         "is it .osm, .osm.gz, .osm.bz2 or .osm.pbf, and complete?");
    }
}

}  // namespace hacthanh::io
