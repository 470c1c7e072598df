#include "io/resolved_option.hpp"

#include "io/detail/toml_value.hpp"

#include <sstream>

namespace hacthanh::io {

std::optional<double> resolved_number(std::string const& resolved_scenario, std::string_view section,
                                      std::string_view key) {
    auto const table = detail::parse_toml(resolved_scenario, "the scenario in the result");
    return table[section][key].value<double>();
}

std::string resolved_section(std::string const& resolved_scenario, std::string_view section) {
    auto const table = detail::parse_toml(resolved_scenario, "the scenario in the result");
    auto const* const found = table[section].as_table();
    if (found == nullptr) return {};
    std::ostringstream text;
    text << toml::toml_formatter(*found, toml::toml_formatter::default_flags & ~toml::format_flags::indentation);
    return text.str();
}

}  // namespace hacthanh::io
