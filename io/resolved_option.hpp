#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hacthanh::io {

/// A number of the resolved scenario that a result carries (state::Provenance); nothing when that scenario has no such
/// key, as those of older versions. Throws InputError when the text is no TOML.
std::optional<double> resolved_number(std::string const& resolved_scenario, std::string_view section,
                                      std::string_view key);

/// A section of it as text in a fixed order of keys, to be held against that of another run; empty without one. Throws
/// InputError when the text is no TOML.
std::string resolved_section(std::string const& resolved_scenario, std::string_view section);

}  // namespace hacthanh::io
