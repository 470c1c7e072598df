/// What options cost, as users write it.

#include "io/cost_table.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

using testing::HasSubstr;

constexpr char const* header =
    "option,public_investment_vnd,recurrent_vnd,counterpart_vnd,private_vnd,running_vnd_per_year,hours_per_year,cheap,"
    "evidence\n";

class CostTableTest : public testing::Test {
protected:
    std::vector<impact::OptionCost> read(std::string const& rows) {
        test::write_file(folder_ / "costs.csv", header + rows);
        return read_costs(folder_ / "costs.csv");
    }
    std::string refusal_of(std::string const& rows) {
        try {
            read(rows);
        } catch (InputError const& error) {
            return error.what();
        }
        return "read";
    }
    test::ScratchFolder folder_;
};

TEST_F(CostTableTest, RowsAreReadAsWritten) {
    auto const costs = read("lez,1e9,0,2,2.5e9,-1e8,8760,no,M\nbus,0,0,0,0,0,0,yes,S\n");
    ASSERT_EQ(costs.size(), 2U);
    EXPECT_EQ(costs[0].option, "lez");
    EXPECT_EQ(costs[0].capital, (std::array<double, impact::n_fundings>{1e9, 0, 2, 2.5e9}));
    EXPECT_EQ(costs[0].running_per_year, -1e8);
    EXPECT_EQ(costs[0].hours_per_year, 8760);
    EXPECT_FALSE(costs[0].cheap);
    EXPECT_TRUE(costs[1].cheap);
    EXPECT_EQ(costs[1].evidence, city::Mark::sourced);
}

TEST_F(CostTableTest, EveryOptionHasANameAndOneRow) {
    EXPECT_THAT(refusal_of(",1,0,0,0,0,0,no,M\n"), HasSubstr("costs.csv:2: option is empty"));
    EXPECT_THAT(refusal_of("a,1,0,0,0,0,0,no,M\na,2,0,0,0,0,0,no,M\n"), HasSubstr("costs.csv:3: option = \"a\""));
}

TEST_F(CostTableTest, BrokenValuesAreNamed) {
    EXPECT_THAT(refusal_of("a,-1,0,0,0,0,0,no,M\n"), HasSubstr("public_investment_vnd = \"-1\""));
    EXPECT_THAT(refusal_of("a,1,0,0,0,0,9000,no,M\n"), HasSubstr("8784 hours"));
    EXPECT_THAT(refusal_of("a,1,0,0,0,0,0,perhaps,M\n"), HasSubstr("cheap must be yes or no"));
    EXPECT_THAT(refusal_of("a,1,0,0,0,0,0,no,X\n"), HasSubstr("evidence must be"));
}

}  // namespace
}  // namespace hacthanh::io
