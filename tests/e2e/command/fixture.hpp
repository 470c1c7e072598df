#pragma once

#include "io/result_reader.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hacthanh::test {

inline std::string hacthanh_program() { return std::string(HACTHANH_BINARY_DIR) + "/hacthanh"; }

inline std::string tutorial_scenario() { return std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.toml"; }

inline CommandResult hacthanh(std::vector<std::string> arguments, std::filesystem::path folder = {}) {
    arguments.insert(arguments.begin(), hacthanh_program());
    return run_command(std::move(arguments), std::move(folder));
}

inline nlohmann::json info_of(std::filesystem::path const& file) {
    auto const result = hacthanh({"info", file.string(), "--json"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return nlohmann::json::parse(result.out);
}

/// All concentrations of a result, in file order.
inline std::vector<float> all_concentrations(std::filesystem::path const& file) {
    io::ResultReader const reader(file.string());
    std::vector<float> all;
    for (std::size_t step = 0; step < reader.n_steps(); ++step)
        for (std::size_t species = 0; species < reader.facts().species.size(); ++species) {
            auto const field = reader.concentration(species, step);
            all.insert(all.end(), field.begin(), field.end());
        }
    return all;
}

/// Output steps that a running command has said to be safe.
inline int reported_steps(std::string const& err) {
    auto const last = err.rfind(" written");
    if (last == std::string::npos) return 0;
    auto const begin = err.rfind("step ", last) + 5;
    return std::stoi(err.substr(begin, last - begin));
}

}  // namespace hacthanh::test
