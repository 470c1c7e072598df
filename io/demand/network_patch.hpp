#pragma once

#include "sim/demand/changes.hpp"

#include <filesystem>
#include <string>

namespace hacthanh::io {

/// Builds a network anew with a patch, by netconvert: coordinates, names, lanes and signals of what is not touched
/// stay. An empty patch is built too, so that a base and its variants come from the same program.
/// @param folder  for netconvert's files; kept. @return folder / "network.net.xml"
/// Throws InputError naming `where` and the near-miss name for roads and junctions that are not there, names that are
/// taken, speeds and lanes that no road has; as run_sumo_tool when netconvert refuses.
std::filesystem::path patch_network(std::filesystem::path const& network, demand::NetworkPatch const& patch,
                                    std::filesystem::path const& folder, std::string const& where);

}  // namespace hacthanh::io
