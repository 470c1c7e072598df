#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

namespace hacthanh::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class NestTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        scratch_ = new ScratchFolder;  // NOLINT(cppcoreguidelines-owning-memory): until the suite ends
        auto const run =
            hacthanh({"run", tutorial_scenario(), "-o", parent(), "--quiet", "--set", "output.species=[\"NOx\"]"});
        ASSERT_EQ(run.exit_code, 0) << run.err;
    }
    static void TearDownTestSuite() { delete scratch_; }  // NOLINT(cppcoreguidelines-owning-memory)

    static std::string parent() { return (*scratch_ / "parent.nc").string(); }
    static std::string file(std::string const& name) { return (*scratch_ / name).string(); }

    /// The tutorial's middle, whole cells of the parent away from its sides.
    static CommandResult nest(std::string const& name, std::vector<std::string> settings = {}) {
        io::ResultReader const outer(parent());
        auto const& grid = outer.grid();
        double const x = grid.x_centre.front() - 5 + grid.network_offset_x;
        double const y = grid.y_centre.front() - 5 + grid.network_offset_y;
        double const width = 10.0 * static_cast<double>(grid.nx());
        double const height = 10.0 * static_cast<double>(grid.ny());
        auto const at = [](double low, double share) { return std::to_string(low + 10 * std::round(share / 10)); };
        std::string const extent = "mesh.extent=[" + at(x, 0.2 * width) + "," + at(y, 0.2 * height) + "," +
                                   at(x, 0.8 * width) + "," + at(y, 0.8 * height) + "]";
        std::vector<std::string> arguments{
            "run",   tutorial_scenario(),        "-o",    file(name), "--quiet", "--force",
            "--set", "output.species=[\"NOx\"]", "--set", extent,     "--set",   "nest.parent=" + parent()};
        for (auto const& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
        return hacthanh(arguments);
    }

    static ScratchFolder* scratch_;
};

ScratchFolder* NestTest::scratch_ = nullptr;

TEST_F(NestTest, OnTheSameCellsItIsTheParentInside) {
    auto const run = nest("same.nc");
    ASSERT_EQ(run.exit_code, 0) << run.err;
    auto const info = info_of(file("same.nc"));
    EXPECT_LE(info.at("mass_budget_relative_error").get<double>(), 1e-5);
    ASSERT_GT(info.at("emitted_outside_kg").at("NOx").get<double>(), 0);
    EXPECT_THAT(info.at("warnings").dump(), Not(HasSubstr("outside the mesh"))) << "it is in the parent's air";
    EXPECT_THAT(hacthanh({"info", file("same.nc")}).out, HasSubstr("emitted beyond this nest"));
    io::ResultReader const outer(parent());
    io::ResultReader const inner(file("same.nc"));
    auto const& big = outer.grid();
    auto const& small = inner.grid();
    auto const shift_x = static_cast<std::size_t>(std::lround((small.x_centre[0] - big.x_centre[0]) / big.cell_size));
    auto const shift_y = static_cast<std::size_t>(std::lround((small.y_centre[0] - big.y_centre[0]) / big.cell_size));
    std::size_t const last = inner.n_steps() - 1;
    constexpr std::size_t layer = 0;
    constexpr std::size_t rim = 8;
    auto const theirs = outer.concentration_layer(0, last, layer);
    auto const ours = inner.concentration_layer(0, last, layer);
    double difference = 0;
    double level = 0;
    for (std::size_t j = rim; j + rim < small.ny(); ++j)
        for (std::size_t i = rim; i + rim < small.nx(); ++i) {
            auto const theirs_here = static_cast<double>(theirs[(j + shift_y) * big.nx() + i + shift_x]);
            difference += std::abs(static_cast<double>(ours[j * small.nx() + i]) - theirs_here);
            level += theirs_here;
        }
    EXPECT_GT(level, 0);
    EXPECT_LT(difference, 0.05 * level);
}

TEST_F(NestTest, FinerCellsKeepTheParentsLevelAndTheBudget) {
    auto const run = nest("fine.nc", {"mesh.cell_size_m=5"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_LE(info_of(file("fine.nc")).at("mass_budget_relative_error").get<double>(), 1e-5);
    auto const mean = [](std::string const& path) {
        auto const surface = io::ResultReader(path).mean_surface(0);
        return std::accumulate(surface.begin(), surface.end(), 0.0) / static_cast<double>(surface.size());
    };
    nest("same.nc");
    EXPECT_NEAR(mean(file("fine.nc")), mean(file("same.nc")), 0.15 * mean(file("same.nc")));
}

TEST_F(NestTest, RefusesWhatTheParentDoesNotHold) {
    auto const wide = nest("bad.nc", {"mesh.extent=[-5000,-5000,5000,5000]"});
    EXPECT_EQ(wide.exit_code, 2);
    EXPECT_THAT(wide.err, HasSubstr("mesh.extent"));
    auto const other = nest("bad.nc", {"output.species=[\"CO\"]"});
    EXPECT_EQ(other.exit_code, 2);
    EXPECT_THAT(other.err, HasSubstr("NOx"));
    auto const missing = nest("bad.nc", {"nest.parent=nowhere.nc"});
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_THAT(missing.err, HasSubstr("nowhere.nc"));
}

}  // namespace
}  // namespace hacthanh::test
