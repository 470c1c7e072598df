#include "io/import/osm_tags.hpp"

#include "io/import/height_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace hacthanh::io {
namespace {

using city::AreaKind;

struct KindOfTag {
    std::string_view key;
    std::string_view value;  ///< "" = any
    AreaKind kind;
};

/// First match wins: what covers the ground before what it is used for.
constexpr std::array kinds = {
    KindOfTag{"natural", "water", AreaKind::water},
    KindOfTag{"waterway", "riverbank", AreaKind::water},
    KindOfTag{"landuse", "reservoir", AreaKind::water},
    KindOfTag{"landuse", "basin", AreaKind::water},
    KindOfTag{"natural", "wood", AreaKind::trees},
    KindOfTag{"landuse", "forest", AreaKind::trees},
    KindOfTag{"landuse", "orchard", AreaKind::trees},
    KindOfTag{"leisure", "park", AreaKind::green},
    KindOfTag{"leisure", "garden", AreaKind::green},
    KindOfTag{"leisure", "pitch", AreaKind::green},
    KindOfTag{"leisure", "golf_course", AreaKind::green},
    KindOfTag{"landuse", "grass", AreaKind::green},
    KindOfTag{"landuse", "meadow", AreaKind::green},
    KindOfTag{"landuse", "farmland", AreaKind::green},
    KindOfTag{"landuse", "allotments", AreaKind::green},
    KindOfTag{"landuse", "cemetery", AreaKind::green},
    KindOfTag{"landuse", "recreation_ground", AreaKind::green},
    KindOfTag{"landuse", "village_green", AreaKind::green},
    KindOfTag{"natural", "grassland", AreaKind::green},
    KindOfTag{"natural", "scrub", AreaKind::green},
    KindOfTag{"natural", "heath", AreaKind::green},
    KindOfTag{"natural", "wetland", AreaKind::green},
    KindOfTag{"landuse", "residential", AreaKind::residential},
    KindOfTag{"landuse", "commercial", AreaKind::commercial},
    KindOfTag{"landuse", "retail", AreaKind::commercial},
    KindOfTag{"landuse", "industrial", AreaKind::industrial},
    KindOfTag{"landuse", "railway", AreaKind::industrial},
    KindOfTag{"landuse", "port", AreaKind::industrial},
    KindOfTag{"landuse", "military", AreaKind::institutional},
    KindOfTag{"landuse", "education", AreaKind::institutional},
    KindOfTag{"landuse", "institutional", AreaKind::institutional},
    KindOfTag{"amenity", "university", AreaKind::institutional},
    KindOfTag{"amenity", "school", AreaKind::institutional},
    KindOfTag{"amenity", "hospital", AreaKind::institutional},
    KindOfTag{"amenity", "parking", AreaKind::paved},
    KindOfTag{"place", "square", AreaKind::paved},
    KindOfTag{"landuse", "", AreaKind::other},
};

/// The tag's number when it is readable and plausible; counts otherwise.
template <class Parse, class Plausible>
std::optional<double> number(TagLookup const& tag, std::string_view key, Parse const& parse, Plausible const& plausible,
                             ImportLog& log, std::string const& id) {
    std::string_view const text = tag(key);
    if (text.empty()) return std::nullopt;
    std::string const example = fmt::format("{} {}=\"{:.40}\"", id, key, text);
    auto const value = parse(text);
    if (!value) {
        log.count("heights_unreadable", example);
        return std::nullopt;
    }
    auto const good = plausible(value);
    if (!good) log.count("heights_implausible", example);
    return good;
}

/// Undersides may be 0.
std::optional<double> plausible_base(std::optional<double> value) {
    return value && *value >= 0 && *value <= 1000 ? value : std::nullopt;
}

}  // namespace

void read_building_tags(TagLookup const& tag, Footprint& f, ImportLog& log) {
    f.is_part = !tag("building:part").empty() && tag("building:part") != "no";
    f.use = tag("building");
    if (f.use.empty() || f.use == "yes") f.use = f.is_part && tag("building").empty() ? tag("building:part") : f.use;
    if (f.use == "yes") f.use.clear();
    f.height_m = number(tag, "height", parse_length, plausible_height, log, f.id);
    if (!f.height_m) f.height_m = number(tag, "building:height", parse_length, plausible_height, log, f.id);
    if (!f.height_m) f.height_m = number(tag, "est_height", parse_length, plausible_height, log, f.id);
    f.levels = number(tag, "building:levels", parse_levels, plausible_levels, log, f.id);
    if (f.levels) *f.levels += number(tag, "roof:levels", parse_levels, plausible_base, log, f.id).value_or(0);
    f.base_m = number(tag, "min_height", parse_length, plausible_base, log, f.id);
    f.base_level = number(tag, "building:min_level", parse_levels, plausible_base, log, f.id);
}

bool is_building(TagLookup const& tag) {
    auto const yes = [&](std::string_view key) { return !tag(key).empty() && tag(key) != "no"; };
    if (!yes("building") && !yes("building:part")) return false;
    constexpr std::array<std::string_view, 5> not_there = {"construction", "ruins", "proposed", "demolished",
                                                           "collapsed"};
    return tag("location") != "underground" &&
           std::find(not_there.begin(), not_there.end(), tag("building")) == not_there.end();
}

std::optional<std::pair<AreaKind, std::string>> area_kind(TagLookup const& tag) {
    for (auto const& known : kinds) {
        std::string_view const value = tag(known.key);
        if (value.empty() || (!known.value.empty() && value != known.value)) continue;
        return std::pair(known.kind, fmt::format("{}={}", known.key, value));
    }
    return std::nullopt;
}

}  // namespace hacthanh::io
