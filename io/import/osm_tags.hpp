#pragma once

#include "io/import/footprint.hpp"
#include "io/import/import_log.hpp"
#include "sim/city/area.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace hacthanh::io {

/// Looks up a tag's value; "" when it is not there.
using TagLookup = std::function<std::string_view(std::string_view key)>;

/// Fills heights, storeys, use and part flag of a footprint from OpenStreetMap's tags (Simple 3D Buildings:
/// height, est_height, building:levels, roof:levels, min_height, building:min_level, building, building:part).
/// Counts `heights_unreadable` and `heights_implausible` with the text that was there.
void read_building_tags(TagLookup const& tag, Footprint& footprint, ImportLog& log);

/// True for objects that are buildings or parts of them, over ground and not ruined or planned.
bool is_building(TagLookup const& tag);

/// What an area is by its tags, with the tag that said so; nothing when it is nothing that we keep.
std::optional<std::pair<city::AreaKind, std::string>> area_kind(TagLookup const& tag);

}  // namespace hacthanh::io
