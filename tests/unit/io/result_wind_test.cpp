/// The wind in a result: written when it changes, found for every step, also in a run that was gone on with.

#include "io/result_reader.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::io {
namespace {

using testing::SampleRun;
using testing::TestFolder;

class ResultWind : public ::testing::Test {
protected:
    /// A wind that differs from cell to cell and from step to step.
    state::CellWind wind(std::size_t step) const {
        auto const& mesh = run_.mesh();
        state::CellWind wind{{mesh, "u", "m s-1"}, {mesh, "v", "m s-1"}, {mesh, "w", "m s-1"}};
        for (std::size_t c = 0; c < mesh.n_cells(); ++c) {
            wind.u[c] = 0.01F * static_cast<float>(c) - 3;
            wind.v[c] = -1.0F - static_cast<float>(step);
            wind.w[c] = 0;
        }
        return wind;
    }

    void write(std::size_t from, std::size_t to, bool keep_wind = true) const {
        auto const head = run_.header();
        NetcdfResultSink sink(head, folder_.file("run.nc"), {.keep_wind = keep_wind, .resume_after_steps = from});
        for (std::size_t step = from; step < to; ++step) {
            double const begin_s = 25200 + 300.0 * static_cast<double>(step);
            state::OutputStep output{
                begin_s, begin_s + 300,          step == 0,         run_.field(step), run_.roads(step),
                30,      run_.summary(step + 1), run_.weather(step)};
            if (step % 2 == 0) output.wind = wind(step);
            sink.write_step(output);
        }
        auto account = run_.summary(to);
        account.complete = to == 4;
        sink.finish(account);
    }

    void expect_whole() const {
        ResultReader const result(folder_.file("run.nc"));
        auto const sizes = result.sizes();
        auto const times = std::ranges::find(sizes.variables, "wind/time", &ResultSizes::Variable::path);
        ASSERT_NE(times, sizes.variables.end());
        EXPECT_EQ(times->shape, (std::vector<std::uint64_t>{2})) << "once per change";
        for (std::size_t step = 0; step < 4; ++step) {
            auto const found = result.wind(step);
            ASSERT_TRUE(found) << step;
            std::size_t const written = step / 2 * 2;
            EXPECT_EQ(found->since_s, 25500 + 300.0 * static_cast<double>(written));
            auto const truth = wind(written);
            ASSERT_EQ(found->u.size(), run_.mesh().n_cells());
            for (std::size_t c = 0; c < found->u.size(); ++c) {
                ASSERT_NEAR(found->u[c], truth.u[c], 5e-4 * std::abs(static_cast<double>(truth.u[c])));
                ASSERT_EQ(found->v[c], truth.v[c]);
                ASSERT_EQ(found->w[c], 0);
            }
        }
    }

    SampleRun run_;
    TestFolder folder_;
};

TEST_F(ResultWind, HoldsUntilTheNext) {
    write(0, 4);
    expect_whole();
}

TEST_F(ResultWind, IsThereOnceWhenARunIsGoneOnWith) {
    write(0, 3);
    write(2, 4);
    expect_whole();
}

TEST_F(ResultWind, IsAbsentWhereItWasNotWanted) {
    write(0, 4, false);
    EXPECT_FALSE(ResultReader(folder_.file("run.nc")).wind(0));
}

}  // namespace
}  // namespace hacthanh::io
