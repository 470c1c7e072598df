#include "io/resolved_option.hpp"

#include "io/detail/toml_value.hpp"

namespace hacthanh::io {

std::optional<double> resolved_number(std::string const& resolved_scenario, std::string_view section,
                                      std::string_view key) {
    auto const table = detail::parse_toml(resolved_scenario, "the scenario in the result");
    return table[section][key].value<double>();
}

}  // namespace hacthanh::io
