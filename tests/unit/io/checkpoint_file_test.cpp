#include "io/checkpoint_file.hpp"

#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <bit>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

namespace hacthanh::io {
namespace {

using testing::SampleRun;
using testing::TestFolder;

bool same_bits(state::ConcentrationField const& a, state::ConcentrationField const& b) {
    for (std::size_t s = 0; s < a.species.size(); ++s)
        for (std::size_t c = 0; c < a.species[s].values().size(); ++c)
            if (std::bit_cast<std::uint32_t>(a.species[s][c]) != std::bit_cast<std::uint32_t>(b.species[s][c]))
                return false;
    return a.species.size() == b.species.size();
}

state::Checkpoint sample(SampleRun const& run, bool with_air) {
    state::Checkpoint checkpoint{"key", 25800, run.summary(2), run.field(2), std::nullopt};
    checkpoint.concentration.species[0][0] = std::numeric_limits<float>::denorm_min();
    checkpoint.concentration.species[0][1] = 1.0000001F;
    checkpoint.summary.species[1].budget.in_domain = 1.0 / 3;
    if (with_air) checkpoint.initial_air.emplace(run.mesh(), std::vector<std::string>{"initial_air"}, 0.3F);
    return checkpoint;
}

TEST(CheckpointFile, ComesBackToTheBit) {
    TestFolder const folder;
    SampleRun const run;
    for (bool with_air : {true, false}) {
        auto const saved = sample(run, with_air);
        CheckpointFile store(folder.file("run.nc.checkpoint"));
        store.save(saved);
        auto const loaded = store.load(run.mesh(), "key");
        ASSERT_TRUE(loaded);
        EXPECT_EQ(loaded->time_s, saved.time_s);
        EXPECT_TRUE(same_bits(loaded->concentration, saved.concentration));
        EXPECT_EQ(loaded->concentration.species[2].name(), "fuel");
        ASSERT_EQ(loaded->initial_air.has_value(), with_air);
        EXPECT_TRUE(!with_air || same_bits(*loaded->initial_air, *saved.initial_air));
        ASSERT_EQ(loaded->summary.species.size(), 3U);
        EXPECT_EQ(loaded->summary.species[1].budget.in_domain, 1.0 / 3);
        EXPECT_EQ(loaded->summary.species[2].name, "fuel");
        EXPECT_EQ(loaded->summary.species[2].worst_step_error, saved.summary.species[2].worst_step_error);
        EXPECT_EQ(loaded->summary.warnings, saved.summary.warnings);
        EXPECT_EQ(loaded->summary.traffic.first_warnings, saved.summary.traffic.first_warnings);
        EXPECT_EQ(loaded->summary.traffic.vehicle_seconds, saved.summary.traffic.vehicle_seconds);
        EXPECT_EQ(loaded->summary.stage_wall_s, saved.summary.stage_wall_s);
        EXPECT_EQ(loaded->summary.steps_written, 2U);
        EXPECT_EQ(loaded->summary.wall_s, saved.summary.wall_s);
        auto const beside = std::filesystem::path(folder.file("run.nc.checkpoint")).parent_path();
        EXPECT_EQ(std::distance(std::filesystem::directory_iterator(beside), {}), 1) << "nothing is left beside it";
    }
}

/// HDF5 keeps few names in another way than many, and neither in their order.
TEST(CheckpointFile, KeepsTheOrderOfItsSpecies) {
    TestFolder const folder;
    SampleRun const run;
    std::vector<std::string> const all{"CO2", "CO", "HC", "NOx", "PM", "fuel", "O3", "NO2", "BC", "NO"};
    for (std::size_t n = 1; n <= all.size(); ++n) {
        std::vector<std::string> const names(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n));
        auto saved = sample(run, false);
        saved.concentration = state::ConcentrationField(run.mesh(), names);
        saved.summary.species.assign(n, {});
        for (std::size_t s = 0; s < n; ++s) {
            saved.concentration.species[s][0] = static_cast<float>(s + 1);
            saved.summary.species[s].name = names[s];
        }
        CheckpointFile store(folder.file("run.nc.checkpoint"));
        store.save(saved);
        auto const loaded = store.load(run.mesh(), "key");
        ASSERT_TRUE(loaded);
        EXPECT_TRUE(same_bits(loaded->concentration, saved.concentration)) << n;
        for (std::size_t s = 0; s < n; ++s) {
            EXPECT_EQ(loaded->concentration.species[s].name(), names[s]);
            EXPECT_EQ(loaded->summary.species[s].name, names[s]);
        }
    }
}

TEST(CheckpointFile, NothingThereGivesNothing) {
    TestFolder const folder;
    SampleRun const run;
    CheckpointFile store(folder.file("none"));
    EXPECT_FALSE(store.load(run.mesh(), "key"));
    store.remove();
    store.save(sample(run, false));
    store.remove();
    EXPECT_FALSE(store.load(run.mesh(), "key"));
}

TEST(CheckpointFile, RefusesAnotherRunMeshOrFile) {
    TestFolder const folder;
    SampleRun const run;
    CheckpointFile store(folder.file("c"));
    store.save(sample(run, false));
    EXPECT_THROW(store.load(run.mesh(), "another key"), InputError);
    EXPECT_THROW(store.load(SampleRun(true, 50).mesh(), "key"), InputError);
    std::ofstream(folder.file("c")) << "rubbish";
    EXPECT_THROW(store.load(run.mesh(), "key"), InputError);
}

TEST(CheckpointFile, AFailedSaveKeepsTheOldOne) {
    TestFolder const folder;
    SampleRun const run;
    CheckpointFile store(folder.file("c"));
    store.save(sample(run, false));
    rlimit any{};
    getrlimit(RLIMIT_FSIZE, &any);
    rlimit const little{1000, any.rlim_max};  // the new one cannot be written
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &little);
    EXPECT_THROW(store.save(sample(run, true)), RunError);
    setrlimit(RLIMIT_FSIZE, &any);
    auto const loaded = store.load(run.mesh(), "key");
    ASSERT_TRUE(loaded);
    EXPECT_FALSE(loaded->initial_air);
}

}  // namespace
}  // namespace hacthanh::io
