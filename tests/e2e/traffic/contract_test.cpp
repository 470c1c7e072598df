/// One contract, three sources.

#include "io/traffic_recording.hpp"
#include "sim/traffic/recorded_traffic_source.hpp"
#include "sim/traffic/synthetic_traffic_source.hpp"
#include "tests/e2e/traffic/small_town.hpp"
#include "tests/support/same_states.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace hacthanh::test {
namespace {

using traffic::TrafficSource;

TownPlan short_plan() { return {.options = {"--step-length", "0.5"}, .end_s = 150}; }

/// Makes sources of one kind, with all that they need beside them.
class SourceKind {
public:
    virtual ~SourceKind() = default;
    virtual std::unique_ptr<TrafficSource> make() = 0;
};

class Libsumo final : public SourceKind {
public:
    std::unique_ptr<TrafficSource> make() override {
        return std::make_unique<traffic::LibsumoTrafficSource>(town_.settings());
    }

private:
    SmallTown town_{short_plan()};
};

class Synthetic final : public SourceKind {
public:
    std::unique_ptr<TrafficSource> make() override {
        traffic::SyntheticTrafficSettings settings;
        settings.edge = EdgeId(0);
        settings.axis = {{0, 0}, {400, 300}};
        settings.emission_rate.fill(1e-6);
        settings.end_s = 150;
        return std::make_unique<traffic::SyntheticTrafficSource>(settings);
    }
};

class Recorded final : public SourceKind {
public:
    Recorded() {
        Libsumo sumo;
        auto const source = sumo.make();
        state::TrafficRecordHeader header;
        header.begin_s = source->begin_s();
        header.end_s = source->end_s();
        header.step_s = source->step_s();
        io::TrafficRecordingWriter writer(folder_ / "r.h5", header);
        while (auto const step = source->next_step())
            writer.write_step(*step, source->vehicle_types(), source->totals());
        writer.finish(source->totals());
    }
    std::unique_ptr<TrafficSource> make() override {
        return std::make_unique<traffic::RecordedTrafficSource>(
            std::make_unique<io::TrafficRecordingReader>(folder_ / "r.h5"));
    }

private:
    ScratchFolder folder_;
};

template <class Kind>
class TrafficSourceContract : public testing::Test {
protected:
    Kind kind_;
};

struct KindNames {
    template <class Kind>
    static std::string GetName(int) {
        if (std::is_same_v<Kind, Libsumo>) return "libsumo";
        return std::is_same_v<Kind, Synthetic> ? "synthetic" : "recorded";
    }
};
using Kinds = testing::Types<Libsumo, Recorded, Synthetic>;
TYPED_TEST_SUITE(TrafficSourceContract, Kinds, KindNames);

TYPED_TEST(TrafficSourceContract, StepsFollowEachOtherFromBeginToEnd) {
    auto const source = this->kind_.make();
    EXPECT_EQ(source->end_s(), 150);
    double time = source->begin_s();
    while (auto const step = source->next_step()) {
        time += source->step_s();
        ASSERT_DOUBLE_EQ(step->end_time_s, time);
        ASSERT_EQ(step->step_s, source->step_s());
    }
    EXPECT_DOUBLE_EQ(time, source->end_s());
    EXPECT_FALSE(source->next_step());
}

TYPED_TEST(TrafficSourceContract, ArraysHaveOneLengthAndFiniteValues) {
    auto const source = this->kind_.make();
    std::size_t most = 0;
    while (auto const step = source->next_step()) {
        std::size_t const n = step->size();
        most = std::max(most, n);
        ASSERT_EQ(step->edge.size(), n);
        ASSERT_EQ(step->type.size(), n);
        for (auto const& values :
             {step->x_from, step->y_from, step->x, step->y, step->z, step->speed, step->acceleration,
              step->emission_rate[0], step->emission_rate[1], step->emission_rate[2], step->emission_rate[3],
              step->emission_rate[4], step->emission_rate[5]}) {
            ASSERT_EQ(values.size(), n);
            for (double const value : values) ASSERT_TRUE(std::isfinite(value));
        }
        for (auto const type : step->type) ASSERT_LT(type.value(), source->vehicle_types().size());
        for (double const speed : step->speed) ASSERT_GE(speed, 0);
    }
    EXPECT_GT(most, 5U);
}

TYPED_TEST(TrafficSourceContract, VehiclesAreUniqueNumberedInOrderAndMoveWithoutGaps) {
    auto const source = this->kind_.make();
    std::map<std::uint32_t, std::pair<double, double>> before;
    std::uint32_t known = 0;
    while (auto const step = source->next_step()) {
        std::map<std::uint32_t, std::pair<double, double>> now;
        for (std::size_t i = 0; i < step->size(); ++i) {
            auto const vehicle = step->vehicle[i];
            ASSERT_TRUE(now.emplace(vehicle, std::pair(step->x[i], step->y[i])).second) << "twice: " << vehicle;
            bool const stands = step->x_from[i] == step->x[i] && step->y_from[i] == step->y[i];
            auto const last = before.find(vehicle);
            ASSERT_TRUE(stands || (last != before.end() && last->second.first == step->x_from[i] &&
                                   last->second.second == step->y_from[i]));
        }
        if (!now.empty()) known = std::max(known, now.rbegin()->first + 1);
        ASSERT_LE(known, source->totals().departed);
        before = std::move(now);
    }
}

TYPED_TEST(TrafficSourceContract, CountsAddUp) {
    auto const source = this->kind_.make();
    double vehicle_seconds = 0;
    while (auto const step = source->next_step()) {
        vehicle_seconds += static_cast<double>(step->size()) * step->step_s;
        auto const totals = source->totals();
        ASSERT_EQ(totals.running, step->size());
        ASSERT_GE(totals.departed, totals.arrived + totals.running);  // more: parked, on a teleport
        ASSERT_DOUBLE_EQ(totals.vehicle_seconds, vehicle_seconds);
    }
    EXPECT_GT(source->totals().departed, 10U);
}

TYPED_TEST(TrafficSourceContract, TwoRunsGiveTheSameBits) {
    auto const a = this->kind_.make();
    auto const b = this->kind_.make();
    while (auto const step = a->next_step()) {
        auto const again = b->next_step();
        ASSERT_TRUE(again);
        ASSERT_EQ(difference(*step, *again), "") << step->end_time_s;
        ASSERT_EQ(a->totals().warnings, b->totals().warnings);
    }
    EXPECT_FALSE(b->next_step());
}

TEST(Recording, ReplaysASumoRunBitForBit) {
    Recorded recorded;
    auto const replay = recorded.make();
    Libsumo sumo;
    auto const original = sumo.make();
    while (auto const step = original->next_step()) {
        auto const again = replay->next_step();
        ASSERT_TRUE(again);
        ASSERT_EQ(difference(*step, *again), "") << step->end_time_s;
        ASSERT_EQ(original->totals().departed, replay->totals().departed);
        ASSERT_EQ(original->totals().first_warnings, replay->totals().first_warnings);
        ASSERT_EQ(original->vehicle_types().size(), replay->vehicle_types().size());
    }
    for (std::size_t i = 0; i < original->vehicle_types().size(); ++i) {
        EXPECT_EQ(original->vehicle_types()[i].name, replay->vehicle_types()[i].name);
        EXPECT_EQ(original->vehicle_types()[i].emission_class, replay->vehicle_types()[i].emission_class);
    }
}

}  // namespace
}  // namespace hacthanh::test
