#pragma once
/// A study of tiny members on a real Slurm, and what its folder says of it.

#include "tests/support/command.hpp"
#include "tests/support/slurm_cluster.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hacthanh::test {

class SlurmFixture : public testing::Test {
protected:
    void SetUp() override {
        if (!cluster_.missing().empty()) GTEST_SKIP() << "skipped slurm: " << cluster_.missing();
    }

    std::vector<std::string> study(std::string const& folder, std::vector<std::string> const& more) const {
        std::vector<std::string> command = {program_, "study", (scratch_ / "study.toml").string(), "--folder",
                                            (scratch_ / folder).string()};
        command.insert(command.end(), more.begin(), more.end());
        return command;
    }

    nlohmann::json status(std::string const& folder) const {
        auto const shown = run_command({program_, "study", "status", (scratch_ / folder).string(), "--json"});
        EXPECT_EQ(shown.exit_code, 0) << shown.err;
        return nlohmann::json::parse(shown.out);
    }

    /// How often attempts ended in each way.
    static std::map<std::string, std::size_t> outcomes(nlohmann::json const& status) {
        std::map<std::string, std::size_t> counts;
        for (auto const& row : status["rows"])
            for (auto const& attempt : row["attempts"]) ++counts[attempt["outcome"]];
        return counts;
    }

    /// What every member said last, for messages.
    static std::string reasons(nlohmann::json const& status) {
        std::string text;
        for (auto const& row : status["rows"]) text += row["reason"].dump() + "\n";
        return text;
    }

    std::string const program_ = std::string(HACTHANH_BINARY_DIR) + "/hacthanh";
    ScratchFolder scratch_;
    SlurmCluster cluster_{scratch_ / "cluster", 2, 2};
};

}  // namespace hacthanh::test
