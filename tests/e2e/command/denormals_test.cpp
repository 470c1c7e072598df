/// Numbers too small for full precision count as zero on every thread of the real command: else 1 and N threads may
/// differ.

#include "tests/e2e/command/fixture.hpp"

namespace hacthanh::test {
namespace {

TEST(DenormalsTest, AreZeroOnEveryThreadOfTheCommand) {
#if !defined(__SSE2__)
    GTEST_SKIP() << "this processor has no such setting";
#endif
    auto const said = hacthanh({"version", "--json"});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    EXPECT_TRUE(nlohmann::json::parse(said.out).at("denormals_are_zero").get<bool>());
    EXPECT_NE(hacthanh({"version"}).out.find("denormals count as zero on all threads"), std::string::npos);
}

}  // namespace
}  // namespace hacthanh::test
