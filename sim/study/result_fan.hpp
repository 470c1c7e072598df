#pragma once

#include "sim/state/ports/result_sink.hpp"

#include <utility>
#include <vector>

namespace hacthanh::study {

/// Hands the steps of one run to several sinks, for results that share their beginning. finish() is left to whoever
/// goes on with each of them.
class ResultFan final : public state::ResultSink {
public:
    /// The sinks must outlive it.
    explicit ResultFan(std::vector<state::ResultSink*> sinks) : sinks_(std::move(sinks)) {}

    void write_step(state::OutputStep const& step) override {
        for (state::ResultSink* sink : sinks_) sink->write_step(step);
    }
    void finish(state::RunSummary const&) override {}

private:
    std::vector<state::ResultSink*> sinks_;
};

}  // namespace hacthanh::study
