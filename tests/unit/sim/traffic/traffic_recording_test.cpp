#include "io/traffic_recording.hpp"

#include "sim/core/error.hpp"
#include "sim/traffic/recorded_traffic_source.hpp"
#include "sim/traffic/synthetic_traffic_source.hpp"
#include "tests/support/command.hpp"
#include "tests/support/same_states.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hacthanh::traffic {
namespace {

SyntheticTrafficSettings flow() {
    SyntheticTrafficSettings settings;
    settings.edge = EdgeId(0);
    settings.axis = {{0.1, 0}, {700.3, 33.3}};
    settings.flow_per_hour = 1800;
    settings.emission_rate = {1e-3, 2e-4, -3e-9, 4e-7, 5e-8, 6e-5};
    settings.begin_s = 3600;
    settings.end_s = 4200;
    settings.step_s = 0.5;
    return settings;
}

state::TrafficRecordHeader header() {
    state::TrafficRecordHeader header;
    header.begin_s = 3600;
    header.end_s = 4200;
    header.step_s = 0.5;
    header.simulator = "synthetic";
    header.seed = 42;
    header.city.roads = {{"a#1", "Phố Hàng Đồng", {{0.1, 0}, {700.3, 33.3}}, 701.1, 7, 2, false},
                         {":b_0", "", {{700.3, 33.3}, {705, 40}, {708, 44}}, 13, 3.2, 1, true}};
    header.city.road_extent = {0.1, 0, 708, 44};
    header.city.projection = {"+proj=utm +zone=48 +datum=WGS84", 582000.5, 2190000.25};
    return header;
}

void record(std::filesystem::path const& file) {
    SyntheticTrafficSource source(flow());
    io::TrafficRecordingWriter writer(file, header());
    while (auto const step = source.next_step()) {
        auto totals = source.totals();
        if (totals.departed > 3) totals.first_warnings = {"four vehicles"};
        writer.write_step(*step, source.vehicle_types(), totals);
    }
    auto totals = source.totals();
    totals.cpu_s = 12.5;
    totals.first_warnings = {"four vehicles", "the end"};
    writer.finish(totals);
}

TEST(TrafficRecording, ReplaysBitForBit) {
    test::ScratchFolder const folder;
    record(folder / "r.h5");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "nothing is left beside it";
    SyntheticTrafficSource original(flow());
    RecordedTrafficSource replay(std::make_unique<io::TrafficRecordingReader>(folder / "r.h5"));
    std::size_t steps = 0;
    while (auto const expected = original.next_step()) {
        auto const found = replay.next_step();
        ASSERT_TRUE(found);
        ASSERT_EQ(test::difference(*expected, *found), "") << expected->end_time_s;
        ASSERT_EQ(replay.totals().departed, original.totals().departed);
        ASSERT_EQ(replay.totals().vehicle_seconds, original.totals().vehicle_seconds);
        ASSERT_EQ(replay.totals().first_warnings.size(), original.totals().departed > 3 ? 1U : 0U);
        ++steps;
    }
    EXPECT_EQ(steps, 1200U);
    EXPECT_FALSE(replay.next_step());
    EXPECT_EQ(replay.totals().cpu_s, 12.5);
    EXPECT_THAT(replay.totals().first_warnings, testing::ElementsAre("four vehicles", "the end"));
    ASSERT_EQ(replay.vehicle_types().size(), 1U);
    EXPECT_EQ(replay.vehicle_types()[0].name, "synthetic");
    EXPECT_EQ(replay.vehicle_types()[0].height_m, 1.5);
}

TEST(TrafficRecording, CarriesItsCity) {
    test::ScratchFolder const folder;
    record(folder / "r.h5");
    io::TrafficRecordingReader const reader(folder / "r.h5");
    auto const& found = reader.header();
    EXPECT_EQ(found.begin_s, 3600);
    EXPECT_EQ(found.step_s, 0.5);
    EXPECT_EQ(found.seed, 42);
    EXPECT_EQ(found.simulator, "synthetic");
    ASSERT_EQ(found.city.roads.size(), 2U);
    EXPECT_EQ(found.city.roads[0].street_name, "Phố Hàng Đồng");
    EXPECT_EQ(found.city.roads[0].axis.size(), 2U);
    EXPECT_EQ(found.city.roads[1].axis.size(), 3U);
    EXPECT_EQ(found.city.roads[1].axis[2].y, 44);
    EXPECT_TRUE(found.city.roads[1].internal);
    EXPECT_EQ(found.city.roads[0].n_lanes, 2);
    EXPECT_EQ(found.city.projection.offset_y_m, 2190000.25);
    EXPECT_EQ(found.city.road_extent.x_max, 708);
}

TEST(TrafficRecording, IsSmallerThanItsNumbers) {
    test::ScratchFolder const folder;
    record(folder / "r.h5");
    std::size_t vehicles = 0;
    SyntheticTrafficSource source(flow());
    while (auto const step = source.next_step()) vehicles += step->size();
    EXPECT_LT(std::filesystem::file_size(folder / "r.h5"), vehicles * 60);
}

TEST(TrafficRecording, AVehicleThatStartsWhereItNeverWasIsRefused) {
    test::ScratchFolder const folder;
    SyntheticTrafficSource source(flow());
    io::TrafficRecordingWriter writer(folder / "r.h5", header());
    std::optional<state::VehicleStates> step;
    do step = source.next_step();
    while (step->size() == 0);
    std::vector<double> const elsewhere(step->size(), -5.0);
    step->x_from = elsewhere;
    EXPECT_THROW(writer.write_step(*step, source.vehicle_types(), source.totals()), RunError);
}

TEST(TrafficRecording, OtherFilesAreRefusedWithAReason) {
    test::ScratchFolder const folder;
    EXPECT_THROW(io::TrafficRecordingReader(folder / "absent.h5"), InputError);
    test::write_file(folder / "text.h5", "hello");
    EXPECT_THROW(io::TrafficRecordingReader(folder / "text.h5"), InputError);
    { io::TrafficRecordingWriter const unfinished(folder / "u.h5", header()); }
    EXPECT_FALSE(std::filesystem::exists(folder / "u.h5"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "text.h5 alone";
}

}  // namespace
}  // namespace hacthanh::traffic
