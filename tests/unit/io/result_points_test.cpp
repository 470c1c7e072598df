/// Receptors and traced vehicles: from their table through the file and back, also for a run that was gone on with.

#include "io/receptor_file.hpp"
#include "io/result_reader.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::io {
namespace {

using ::testing::HasSubstr;
using testing::SampleRun;
using testing::TestFolder;

constexpr std::size_t per_step = 30;  // coupling intervals

/// A run that keeps two points and a growing number of vehicles.
class PointRun {
public:
    state::RunHeader header() const {
        auto header = run_.header();
        header.receptors = {{"school", "Trường học", "school", 120, 80, 1.5}, {"monitor", "", "monitor", 300, 200, 3}};
        header.trace_interval_s = 60;
        return header;
    }

    static float value(std::size_t t, std::size_t s, std::size_t p) {
        return 1e-9F * static_cast<float>(1000 * t + 10 * s + p + 1);
    }

    void write(std::string const& path, std::size_t from, std::size_t to, bool complete) const {
        auto const head = header();
        NetcdfResultSink sink(head, path, {.resume_after_steps = from});
        for (std::size_t step = from; step < to; ++step) {
            double const begin_s = 25200 + 300.0 * static_cast<double>(step);
            state::OutputStep output{
                begin_s, begin_s + 300,          step == 0,         run_.field(step), run_.roads(step),
                30,      run_.summary(step + 1), run_.weather(step)};
            for (std::size_t i = 0; i < per_step; ++i) {
                std::size_t const t = step * per_step + i;
                output.receptors.end_s.push_back(begin_s + 10 * static_cast<double>(i + 1));
                for (std::size_t s = 0; s < 3; ++s)
                    for (std::size_t p = 0; p < 2; ++p) output.receptors.concentration.push_back(value(t, s, p));
            }
            for (std::size_t moment = 0; moment < 5; ++moment) {
                auto const count = static_cast<std::uint32_t>(step + moment % 2);
                output.trace.time_s.push_back(begin_s + 60 * static_cast<double>(moment + 1));
                output.trace.count.push_back(count);
                for (std::uint32_t v = 0; v < count; ++v) {
                    output.trace.vehicle.push_back(v + 10 * static_cast<std::uint32_t>(step));
                    output.trace.group.push_back(static_cast<std::uint8_t>(v % 6));
                    output.trace.x.push_back(100.25F + static_cast<float>(moment));
                    output.trace.y.push_back(50.5F);
                    output.trace.speed.push_back(13.5F);
                }
            }
            sink.write_step(output);
        }
        auto account = run_.summary(to);
        account.complete = complete;
        sink.finish(account);
    }

private:
    SampleRun run_{true, 50, 4};
};

void expect_whole(ResultReader const& result, std::size_t n_steps) {
    ASSERT_EQ(result.receptors().size(), 2U);
    EXPECT_EQ(result.receptors()[0].name_vi, "Trường học");
    EXPECT_EQ(result.receptors()[1].kind, "monitor");
    EXPECT_EQ(result.receptors()[0].x, 120);
    EXPECT_EQ(result.receptors()[1].height, 3);
    auto const times = result.receptor_times();
    ASSERT_EQ(times.size(), n_steps * per_step);
    EXPECT_EQ(times.front(), 25210);
    EXPECT_EQ(times.back(), 25200 + 300.0 * static_cast<double>(n_steps));
    for (std::size_t s = 0; s < 3; ++s) {
        auto const series = result.receptor_series(s);
        ASSERT_EQ(series.size(), times.size() * 2);
        for (std::size_t t = 0; t < times.size(); ++t)
            for (std::size_t p = 0; p < 2; ++p)
                ASSERT_EQ(series[2 * t + p], PointRun::value(t, s, p) * 1e9F) << t << " " << s << " " << p;
    }
    auto const trace = result.trace();
    ASSERT_EQ(trace.time_s.size(), 5 * n_steps);
    std::size_t rows = 0;
    for (auto const count : trace.count) rows += count;
    ASSERT_EQ(trace.vehicle.size(), rows);
    ASSERT_EQ(trace.x.size(), rows);
    EXPECT_FLOAT_EQ(trace.x.front(), 101.25F);
    EXPECT_FLOAT_EQ(trace.y.front(), 50.5F);
    EXPECT_EQ(trace.speed.back(), 13.5F);
}

TEST(ResultPoints, ComeBackAsTheyWereWritten) {
    TestFolder const folder;
    PointRun().write(folder.file("run.nc"), 0, 4, true);
    expect_whole(ResultReader(folder.file("run.nc")), 4);
}

TEST(ResultPoints, ARunThatIsGoneOnWithHoldsThemOnce) {
    TestFolder const folder;
    PointRun const run;
    run.write(folder.file("run.nc"), 0, 3, false);
    run.write(folder.file("run.nc"), 2, 4, true);
    expect_whole(ResultReader(folder.file("run.nc")), 4);
}

class ReceptorTable : public ::testing::Test {
protected:
    std::vector<state::Receptor> read(std::string const& text, bool projected = true) {
        test::write_file(folder_.file("points.csv"), text);
        return read_receptors(folder_.file("points.csv"), SampleRun(projected).city().projection);
    }
    std::string complaint(std::string const& text, bool projected = true) {
        try {
            read(text, projected);
        } catch (InputError const& error) {
            return error.what();
        }
        return "no error";
    }
    TestFolder folder_;
};

TEST_F(ReceptorTable, GivesPointsInTheNetwork) {
    auto const points = read("# two\nname,kind,x_m,y_m,height_m\nA,school,120,80.5,2\n\"B, 2\",,1,2,10\n");
    ASSERT_EQ(points.size(), 2U);
    EXPECT_EQ(points[0].y, 80.5);
    EXPECT_EQ(points[0].height, 2);
    EXPECT_EQ(points[0].name_vi, "A");
    EXPECT_EQ(points[1].name, "B, 2");
    EXPECT_EQ(points[1].kind, "point");
}

TEST_F(ReceptorTable, TakesPlacesOnEarth) {
    // Easting 578557, northing 2187561 in UTM zone 48N by `gdaltransform -s_srs EPSG:32648 -t_srs EPSG:4326`.
    auto const points = read("name,lon,lat\nmiddle,105.749943013,19.782264516\n");
    ASSERT_EQ(points.size(), 1U);
    EXPECT_NEAR(points[0].x, 200, 0.05);
    EXPECT_NEAR(points[0].y, 150, 0.05);
    EXPECT_EQ(points[0].height, 1.5);
}

TEST_F(ReceptorTable, SaysWhatIsWrongAndWhere) {
    EXPECT_THAT(complaint("name,x_m,y_m\nA,1,2\nA,3,4\n"), HasSubstr("points.csv:3"));
    EXPECT_THAT(complaint("name,x_m,y_m\nA,one,2\n"), HasSubstr("x_m must be a number"));
    EXPECT_THAT(complaint("name,x_m,y_m,height_m\nA,1,2,-1\n"), HasSubstr("0 to 1000"));
    EXPECT_THAT(complaint("name,x_m\nA,1\n"), HasSubstr("lon and lat"));
    EXPECT_THAT(complaint("x_m,y_m\n1,2\n"), HasSubstr("\"name\""));
    EXPECT_THAT(complaint("name,x_m,y_m,size\nA,1,2,3\n"), HasSubstr("not known"));
    EXPECT_THAT(complaint("name,x_m,y_m\n,1,2\n"), HasSubstr("must not be empty"));
    EXPECT_THAT(complaint("name,x_m,y_m\n"), HasSubstr("no point"));
    EXPECT_THAT(complaint("name,lon,lat\nA,105,95\n"), HasSubstr("no place"));
    EXPECT_THAT(complaint("name,lon,lat\nA,105,19\n", false), HasSubstr("no map projection"));
}

}  // namespace
}  // namespace hacthanh::io
