#include "sim/run/output_queue.hpp"

#include "sim/core/error.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace hacthanh::run {
namespace {

/// Notes what it is given; waits for `gate` before each step if there is one.
class FakeResults : public state::ResultSink, public state::CheckpointStore {
public:
    void write_step(state::OutputStep const& step) override {
        if (gate.valid()) gate.wait();
        if (step.summary.steps_written == fails_at) throw RunError("disk full");
        events.push_back("step " + std::to_string(step.summary.steps_written));
        values.push_back(step.mean_concentration.species.at(0)[0]);
    }
    void finish(state::RunSummary const&) override {}
    void save(state::Checkpoint const& checkpoint) override {
        events.push_back("checkpoint " + std::to_string(checkpoint.summary.steps_written));
    }
    std::optional<state::Checkpoint> load(mesh::CityMesh const&, std::string const&) const override { return {}; }
    void remove() override {}

    std::shared_future<void> gate;
    std::size_t fails_at = 0;
    std::vector<std::string> events;
    std::vector<float> values;
};

class OutputQueueTest : public testing::Test {
protected:
    static mesh::MeshOptions options() {
        mesh::MeshOptions options;
        options.cell_size_m = 10;
        options.levels = 2;
        options.top_m = 20;
        return options;
    }

    state::OutputStep step(std::size_t number) const {
        state::RunSummary summary;
        summary.steps_written = number;
        return {0,
                60,
                false,
                state::ConcentrationField(mesh_, {"NOx"}, static_cast<float>(number)),
                state::RoadSeries(1, 1),
                0,
                summary};
    }
    state::Checkpoint checkpoint(std::size_t number) const {
        state::Checkpoint checkpoint{"key", 60, {}, state::ConcentrationField(mesh_, {"NOx"}), std::nullopt};
        checkpoint.summary.steps_written = number;
        return checkpoint;
    }

    mesh::CityMesh mesh_{{0, 0, 20, 20}, options()};
    FakeResults results_;
};

TEST_F(OutputQueueTest, WritesStepsInOrderEachBeforeItsCheckpoint) {
    OutputQueue queue(results_, &results_, 0);
    for (std::size_t n = 1; n <= 5; ++n) queue.put(step(n), checkpoint(n));
    queue.drain();
    EXPECT_EQ(queue.steps_safe(), 5U);
    std::vector<std::string> expected;
    for (std::size_t n = 1; n <= 5; ++n) {
        expected.push_back("step " + std::to_string(n));
        expected.push_back("checkpoint " + std::to_string(n));
    }
    EXPECT_EQ(results_.events, expected);
    EXPECT_EQ(results_.values, (std::vector<float>{1, 2, 3, 4, 5}));
}

TEST_F(OutputQueueTest, TheCallerGoesOnWhileOneStepIsWrittenAndOneWaits) {
    std::promise<void> open;
    results_.gate = open.get_future().share();
    OutputQueue queue(results_, nullptr, 7);
    queue.put(step(8), std::nullopt);
    queue.put(step(9), std::nullopt);  // returns although nothing was written
    EXPECT_EQ(queue.steps_safe(), 7U);
    std::promise<void> begun;
    auto third = std::async(std::launch::async, [&] {
        begun.set_value();
        queue.put(step(10), std::nullopt);
    });
    begun.get_future().wait();
    EXPECT_EQ(third.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);  // the queue is bounded
    open.set_value();
    third.get();
    queue.drain();
    EXPECT_EQ(queue.steps_safe(), 10U);
    EXPECT_GT(queue.waited_s(), 0);
}

TEST_F(OutputQueueTest, AnErrorReachesTheCallerAndNothingIsWrittenAfterIt) {
    results_.fails_at = 2;
    OutputQueue queue(results_, nullptr, 0);
    queue.put(step(1), std::nullopt);
    queue.put(step(2), std::nullopt);
    EXPECT_THROW(queue.drain(), RunError);
    EXPECT_THROW(queue.put(step(3), std::nullopt), RunError);
    EXPECT_THROW(queue.drain(), RunError);
    EXPECT_EQ(queue.steps_safe(), 1U);
    EXPECT_EQ(results_.events, (std::vector<std::string>{"step 1"}));
}

TEST_F(OutputQueueTest, CopiesFillTheMemoryOfWrittenStepsAgain) {
    OutputQueue queue(results_, &results_, 0);
    state::ConcentrationField const air(mesh_, {"NOx"}, 3.0F);
    auto first = step(1);
    first.mean_concentration = queue.copy(air);
    float const* const memory = first.mean_concentration.species[0].data();
    queue.put(std::move(first), std::nullopt);
    queue.drain();
    auto const again = queue.copy(state::ConcentrationField(mesh_, {"NOx"}, 4.0F));
    EXPECT_EQ(again.species[0].data(), memory);
    EXPECT_EQ(again.species[0][0], 4.0F);
    auto const more = queue.copy(state::ConcentrationField(mesh_, {"CO", "PM"}, 5.0F));  // of another shape
    ASSERT_EQ(more.species.size(), 2U);
    EXPECT_EQ(more.species[1].name(), "PM");
    EXPECT_EQ(more.species[1][1], 5.0F);
    EXPECT_EQ(results_.values, (std::vector<float>{3}));
}

TEST_F(OutputQueueTest, WhatWasHandedOverIsWrittenAtTheEnd) {
    {
        OutputQueue queue(results_, nullptr, 0);
        queue.put(step(1), std::nullopt);
        queue.put(step(2), std::nullopt);
    }
    EXPECT_EQ(results_.events.size(), 2U);
}

}  // namespace
}  // namespace hacthanh::run
