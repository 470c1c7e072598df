#pragma once

#include "sim/scenario/scenario.hpp"

#include <string>

namespace hacthanh::scenario {

/// The reference of all options for people: a section per heading, per option its type, unit, default, rule, hint.
std::string render_schema_text();

/// The same as one JSON document: { "options": { "traffic": { "scale": { "type", "unit", "default", … } } } }.
/// "default" is missing where there is none.
std::string render_schema_json();

/// The scenario as TOML with every option that has a value, defaults included, in table order.
/// Parsing it gives the same scenario. Text is kept byte for byte (UTF-8).
std::string resolved_toml(Scenario const& scenario);

}  // namespace hacthanh::scenario
