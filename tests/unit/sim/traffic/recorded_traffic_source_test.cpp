#include "sim/traffic/recorded_traffic_source.hpp"

#include "sim/core/error.hpp"
#include "sim/traffic/synthetic_traffic_source.hpp"

#include <gtest/gtest.h>

namespace hacthanh::traffic {
namespace {

/// A recording in memory.
class MemoryReader final : public state::TrafficRecordReader {
public:
    explicit MemoryReader(std::size_t n_steps) {
        header_.begin_s = 100;
        header_.end_s = 100 + 0.5 * static_cast<double>(n_steps);
        header_.step_s = 0.5;
        for (std::uint32_t i = 0; i < n_steps; ++i) {
            state::TrafficRecordStep step;
            step.end_time_s = 100 + 0.5 * (i + 1);
            step.vehicle = {i};
            step.new_types = {{"type " + std::to_string(i), "", "", 0, 0, 0}};
            step.totals.departed = i + 1;
            steps_.push_back(step);
        }
        final_.departed = 1000;
    }
    void lose_steps(std::size_t n) { steps_.resize(steps_.size() - n); }

    state::TrafficRecordHeader const& header() const override { return header_; }
    bool read_step(state::TrafficRecordStep& step) override {
        if (next_ == steps_.size()) return false;
        step = steps_[next_++];
        return true;
    }
    state::TrafficTotals const& final_totals() const override { return final_; }

private:
    state::TrafficRecordHeader header_;
    std::vector<state::TrafficRecordStep> steps_;
    state::TrafficTotals final_;
    std::size_t next_ = 0;
};

TEST(RecordedTraffic, ReplaysStepsTypesAndTotals) {
    RecordedTrafficSource source(std::make_unique<MemoryReader>(5));
    for (std::uint32_t i = 0; i < 5; ++i) {
        auto const states = source.next_step();
        ASSERT_TRUE(states);
        EXPECT_EQ(states->vehicle[0], i);
        EXPECT_EQ(states->end_time_s, 100 + 0.5 * (i + 1));
        EXPECT_EQ(source.vehicle_types().size(), i + 1);
        EXPECT_EQ(source.totals().departed, i + 1);
    }
    EXPECT_FALSE(source.next_step());
    EXPECT_FALSE(source.next_step());
    EXPECT_EQ(source.totals().departed, 1000U);
}

TEST(RecordedTraffic, ReplaysTheFirstPartOfALongerRecording) {
    RecordedTrafficSource source(std::make_unique<MemoryReader>(5), 101.5);
    int steps = 0;
    while (source.next_step()) ++steps;
    EXPECT_EQ(steps, 3);
    EXPECT_EQ(source.totals().departed, 3U);
    EXPECT_THROW(RecordedTrafficSource(std::make_unique<MemoryReader>(5), 200), InputError);
    EXPECT_THROW(RecordedTrafficSource(std::make_unique<MemoryReader>(5), 101.2), InputError);
    EXPECT_THROW(RecordedTrafficSource(std::make_unique<MemoryReader>(5), 100), InputError);
}

TEST(RecordedTraffic, ARecordingThatStopsShortIsAnError) {
    auto reader = std::make_unique<MemoryReader>(5);
    reader->lose_steps(1);
    RecordedTrafficSource source(std::move(reader));
    for (int i = 0; i < 4; ++i) source.next_step();
    EXPECT_THROW(source.next_step(), RunError);
}

}  // namespace
}  // namespace hacthanh::traffic
