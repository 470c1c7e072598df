/// Every kept input of the fuzzers, through the same code, as ordinary tests.

#include "tests/fuzz/targets.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace hacthanh::fuzz {
namespace {

class ReplayTest : public testing::TestWithParam<Target> {};

TEST_P(ReplayTest, KeptInputsAreReadOrRefused) {
    auto const folder = std::filesystem::path(HACTHANH_SOURCE_DIR) / "tests/fuzz/corpus" / GetParam().name;
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::string refusals;
    std::size_t read = 0;
    for (auto const& file : files) {
        std::optional<std::string> refusal;
        EXPECT_NO_THROW(refusal = run(GetParam(), test::read_file(file))) << file;
        if (refusal)
            refusals += "\n" + *refusal;
        else
            ++read;
    }
    EXPECT_GT(read, 0U) << "with refused inputs alone a fuzzer stays at the reader's door:" << refusals;
}

INSTANTIATE_TEST_SUITE_P(Fuzz, ReplayTest, testing::ValuesIn(targets().begin(), targets().end()),
                         [](auto const& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace hacthanh::fuzz
