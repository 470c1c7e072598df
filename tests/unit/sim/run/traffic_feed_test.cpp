#include "sim/run/traffic_feed.hpp"

#include "tests/unit/sim/run/fake_traffic.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <thread>

namespace hacthanh::run {
namespace {

class TrafficFeedTest : public testing::Test {
protected:
    static mesh::MeshOptions mesh_options() {
        mesh::MeshOptions options;
        options.cell_size_m = 10;
        options.levels = 5;
        options.first_layer_m = 3;
        options.top_m = 30;
        return options;
    }

    struct Sum {
        double mass = 0;
        double seconds = 0;
        int pieces = 0;
        double end_s = 0;
    };

    Sum drain(FakeTraffic& traffic, FeedPlan plan, std::chrono::milliseconds pause = {}) {
        TrafficFeed feed(traffic, std::make_unique<emission::ReportedEmission>(), mesh_, {}, species_, 2, plan);
        Sum sum;
        while (TrafficPiece const* piece = feed.next()) {
            std::this_thread::sleep_for(pause);
            auto const cells = piece->emission.species(0);
            sum.mass += std::accumulate(cells.begin(), cells.end(), 0.0);
            sum.seconds += piece->emission.duration_s;
            sum.end_s = piece->end_s;
            ++sum.pieces;
        }
        return sum;
    }

    mesh::CityMesh mesh_{{0, 0, 200, 200}, mesh_options()};
    std::vector<Pollutant> species_{Pollutant::nox};
};

TEST_F(TrafficFeedTest, HandsOverEverySecondAndEveryGram) {
    FakeTraffic traffic(95);
    Sum const sum = drain(traffic, {10, 0});
    EXPECT_EQ(sum.pieces, 10) << "nine whole pieces and the rest";
    EXPECT_DOUBLE_EQ(sum.seconds, 95);
    EXPECT_DOUBLE_EQ(sum.end_s, 95);
    EXPECT_NEAR(sum.mass, 95 * FakeTraffic::n_vehicles * FakeTraffic::rate_kg_s, 1e-15);
}

TEST_F(TrafficFeedTest, DoesNotDependOnWhoIsSlow) {
    FakeTraffic fast(60);
    FakeTraffic slow(60);
    EXPECT_EQ(drain(fast, {5, 0}).mass, drain(slow, {5, 0}, std::chrono::milliseconds(3)).mass);
}

TEST_F(TrafficFeedTest, SkipsStepsThatWereDoneBefore) {
    FakeTraffic traffic(60);
    Sum const sum = drain(traffic, {10, 40});
    EXPECT_EQ(sum.pieces, 2);
    EXPECT_DOUBLE_EQ(sum.seconds, 20);
}

TEST_F(TrafficFeedTest, HandsOnAnErrorAfterTheWholePieces) {
    FakeTraffic traffic(60, 25);
    TrafficFeed feed(traffic, std::make_unique<emission::ReportedEmission>(), mesh_, {}, species_, 2, {10, 0});
    EXPECT_NE(feed.next(), nullptr);
    EXPECT_NE(feed.next(), nullptr);
    EXPECT_THROW(feed.next(), RunError);
}

TEST_F(TrafficFeedTest, EndsWhenItIsNoLongerWanted) {
    FakeTraffic traffic(1e9);
    TrafficFeed feed(traffic, std::make_unique<emission::ReportedEmission>(), mesh_, {}, species_, 2, {10, 0});
    EXPECT_NE(feed.next(), nullptr);
}  // must not hang

}  // namespace
}  // namespace hacthanh::run
