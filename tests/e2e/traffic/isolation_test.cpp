/// A user's case folder is never written to, and SUMO's own outputs go where they are asked for.

#include "tests/e2e/traffic/small_town.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::test {
namespace {

using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;

void run(traffic::LibsumoTrafficSettings const& settings) {
    traffic::LibsumoTrafficSource source(settings);
    while (source.next_step()) {
    }
}

TEST(CaseFolder, StaysUntouchedWhenOutputsAreSilenced) {
    SmallTown const town({.options = {}, .end_s = 150});
    auto const before = listing(town.folder());
    run(town.settings());
    EXPECT_EQ(listing(town.folder()), before);
}

TEST(CaseFolder, MayBeReadOnlyAndReachedThroughALink) {
    SmallTown const town({.options = {}, .end_s = 150});
    ScratchFolder const elsewhere;
    std::filesystem::create_directory_symlink(town.folder(), elsewhere / "link");
    auto settings = town.settings();
    settings.sumo_config = elsewhere / "link/town.sumocfg";
    namespace fs = std::filesystem;
    fs::permissions(town.folder(), fs::perms::owner_write, fs::perm_options::remove);
    auto const before = listing(town.folder());
    EXPECT_NO_THROW(run(settings));
    fs::permissions(town.folder(), fs::perms::owner_write, fs::perm_options::add);
    EXPECT_EQ(listing(town.folder()), before);
}

TEST(CaseFolder, StaysUntouchedWhenOutputsAreKept) {
    SmallTown const town({.options = {}, .end_s = 150});
    ScratchFolder const kept;
    auto settings = town.settings();
    settings.output_folder = kept / "deeper/down";
    auto const before = listing(town.folder());
    run(settings);
    EXPECT_EQ(listing(town.folder()), before);
    for (char const* name : {"tripinfos.xml", "summary.xml", "detector.xml", "sumo-log.txt"})
        EXPECT_TRUE(std::filesystem::exists(settings.output_folder / name)) << name;
    EXPECT_THAT(read_file(settings.output_folder / "tripinfos.xml"), HasSubstr("</tripinfos>"));
}

TEST(Warnings, AreCountedAndKeptInsteadOfPrinted) {
    SmallTown const town({.options = {"--time-to-teleport", "5"}, .end_s = 300, .scale = 4});
    traffic::LibsumoTrafficSource source(town.settings());
    testing::internal::CaptureStderr();
    while (source.next_step()) {
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    auto const totals = source.totals();
    EXPECT_GT(totals.teleported, 0U);
    EXPECT_GE(totals.warnings, totals.teleported);
    EXPECT_THAT(totals.first_warnings, testing::SizeIs(20));
    EXPECT_THAT(totals.first_warnings, Contains(HasSubstr("eleporting vehicle")));
    EXPECT_GT(totals.cpu_s, 0);
}

TEST(Seed, IsTheOneAskedForAndChangesTheRun) {
    SmallTown const town({.options = {}, .end_s = 200});
    auto settings = town.settings();
    traffic::LibsumoTrafficSource standard(settings);
    settings.seed = 7;
    traffic::LibsumoTrafficSource other(settings);
    EXPECT_EQ(standard.seed(), 23423);  // SUMO's default
    EXPECT_EQ(other.seed(), 7);
    EXPECT_NE(emitted_by(standard).kg[0], emitted_by(other).kg[0]);
    EXPECT_THAT(standard.sumo_version(), HasSubstr("SUMO 1."));
}

TEST(Edges, AreNumberedAsTheCallersRoads) {
    SmallTown const town({.options = {}, .end_s = 200});
    auto settings = town.settings();
    settings.roads = {"n01n11", "no such road", "n11n21"};
    traffic::LibsumoTrafficSource source(settings);
    std::size_t on_first = 0;
    std::size_t elsewhere = 0;
    while (auto const states = source.next_step())
        for (std::size_t i = 0; i < states->size(); ++i) {
            EdgeId const edge = states->edge[i];
            if (!edge) ++elsewhere;
            if (edge != EdgeId(0)) continue;
            ++on_first;
            EXPECT_GT(states->x[i], -1);
            EXPECT_LT(states->x[i], 161);
            EXPECT_NEAR(states->y[i], 160, 15);
        }
    EXPECT_GT(on_first, 100U);
    EXPECT_GT(elsewhere, 100U);
}

}  // namespace
}  // namespace hacthanh::test
