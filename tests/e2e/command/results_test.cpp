/// What one does with a result: check it, look at its points, hand it on, repeat it.

#include "tests/e2e/command/fixture.hpp"

#include <gmock/gmock.h>

namespace hacthanh::test {
namespace {

using ::testing::HasSubstr;

class ResultsTest : public testing::Test {
protected:
    ResultsTest() {
        write_file(folder_ / "points.csv", "name,kind,x_m,y_m\nschool,school,250,250\nmonitor,monitor,100,380\n");
        auto const done = hacthanh({"run", tutorial_scenario(), "-o", file_.string(), "--quiet", "--set",
                                    "output.receptors=" + (folder_ / "points.csv").string(), "--set",
                                    "output.trace_interval_s=30", "--set", "traffic.end_s=300"});
        EXPECT_EQ(done.exit_code, 0) << done.err;
    }

    ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "town.nc";
};

TEST_F(ResultsTest, AFreshResultIsWholeAndADamagedOneIsNot) {
    auto const whole = hacthanh({"verify", file_.string(), "--json"});
    ASSERT_EQ(whole.exit_code, 0) << whole.out << whole.err;
    auto const found = nlohmann::json::parse(whole.out);
    EXPECT_EQ(found.at("good").get<int>(), 1);
    EXPECT_EQ(found.at("sealed").get<int>(), 1);
    EXPECT_LE(found.at("worst_budget_error").get<double>(), 1e-5);
    std::string bytes = read_file(file_);
    auto const sizes = info_of(file_).at("variables");
    EXPECT_GT(sizes.at("NOx").at("stored_bytes").get<double>(), 0);
    EXPECT_GT(sizes.at("NOx").at("plain_bytes").get<double>(), sizes.at("NOx").at("stored_bytes").get<double>());
    for (std::size_t at = bytes.size() / 4; at < bytes.size(); at += bytes.size() / 4) bytes[at] ^= 0x10;
    write_file(folder_ / "damaged.nc", bytes);
    auto const damaged = hacthanh({"verify", (folder_ / "damaged.nc").string()});
    EXPECT_NE(damaged.exit_code, 0);
    EXPECT_GT(damaged.exit_code, 0) << "ended by a signal";
    EXPECT_EQ(hacthanh({"verify", tutorial_scenario()}).exit_code, 2);
}

TEST_F(ResultsTest, ReceptorsAreKeptAtEveryCouplingIntervalAndMeanTheSteps) {
    io::ResultReader const result(file_.string());
    ASSERT_EQ(result.receptors().size(), 2U);
    auto const times = result.receptor_times();
    ASSERT_EQ(times.size(), 30U);  // 300 s in intervals of 10 s
    auto const series = result.receptor_series(3);
    // The cell's mean over a step is the mean of its coupling intervals, to the rounding of the stored field.
    auto const& grid = result.grid();
    auto const cell = [&](double x, std::vector<double> const& centres, double offset) {
        return static_cast<std::size_t>((x - (centres.front() + offset - grid.cell_size / 2)) / grid.cell_size);
    };
    auto const i = cell(250, grid.x_centre, grid.network_offset_x);
    auto const j = cell(250, grid.y_centre, grid.network_offset_y);
    for (std::size_t step = 0; step < result.n_steps(); ++step) {
        double mean = 0;
        for (std::size_t t = 0; t < 6; ++t) mean += static_cast<double>(series[(6 * step + t) * 2]) / 6;
        double const stored = static_cast<double>(result.concentration_layer(3, step, 0)[j * grid.nx() + i]);
        EXPECT_NEAR(stored, mean, 1e-3 * mean + 1e-9) << "step " << step;
    }
    auto const trace = result.trace();
    EXPECT_EQ(trace.time_s.size(), 10U);
    EXPECT_GT(trace.x.size(), 10U);
}

TEST_F(ResultsTest, ExportsWhatOthersRead) {
    auto const package = hacthanh({"export", file_.string(), "--to", "gpkg", "--above", "NOx=1"});
    ASSERT_EQ(package.exit_code, 0) << package.err;
    EXPECT_TRUE(std::filesystem::exists(folder_ / "town.gpkg"));
    EXPECT_EQ(hacthanh({"export", file_.string(), "--to", "gpkg"}).exit_code, 2) << "nothing is replaced";
    EXPECT_EQ(hacthanh({"export", file_.string(), "--to", "csv", "--layer", "receptors"}).exit_code, 0);
    EXPECT_THAT(read_file(folder_ / "town.csv"), HasSubstr("school"));
    EXPECT_EQ(hacthanh({"export", file_.string(), "--to", "geotiff", "--step", "2"}).exit_code, 0);
    EXPECT_EQ(
        hacthanh({"export", file_.string(), "--to", "geotiff", "--step", "99", "-o", (folder_ / "x.tif").string()})
            .exit_code,
        2);
    EXPECT_EQ(hacthanh({"export", file_.string(), "--vtkhdf"}).exit_code, 0);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "town.vtkhdf"));
    EXPECT_NE(hacthanh({"export", file_.string(), "--vtkhdf", "--to", "csv"}).exit_code, 0) << "one format at a time";
    EXPECT_NE(hacthanh({"export", file_.string()}).exit_code, 0) << "no format";
    EXPECT_EQ(hacthanh({"export", file_.string(), "--to", "kml"}).exit_code, 2) << "the town is nowhere on Earth";
    EXPECT_EQ(hacthanh({"export", file_.string(), "--to", "gpkg", "--above", "NOx"}).exit_code, 2);
}

TEST_F(ResultsTest, AReceptorOutsideIsRefusedBeforeAnythingRuns) {
    write_file(folder_ / "far.csv", "name,x_m,y_m\nfar,99999,0\n");
    auto const refused = hacthanh({"run", tutorial_scenario(), "-o", (folder_ / "no.nc").string(), "--set",
                                   "output.receptors=" + (folder_ / "far.csv").string()});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("\"far\" lies outside the mesh"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "no.nc.part"));
}

}  // namespace
}  // namespace hacthanh::test
