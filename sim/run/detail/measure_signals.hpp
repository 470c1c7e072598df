#pragma once

#include "sim/city/city.hpp"
#include "sim/city/signal.hpp"
#include "sim/scenario/measures.hpp"
#include "sim/traffic/interventions.hpp"

#include <string>
#include <vector>

namespace hacthanh::run::detail {

/// What becomes of one traffic light.
struct SignalPlan {
    std::string signal;
    std::vector<traffic::TimedState> phases;  ///< empty = its own
    double offset_s = 0;                      ///< traffic clock
    std::vector<std::string> approaches;      ///< roads that it holds
};

/// Turns signal measures into plans of single lights. Problems are gathered as lines for the user.
class SignalPlans {
public:
    SignalPlans(city::City const& city, std::vector<city::Signal> const& signals, double start_clock_s,
                std::vector<std::string>& problems)
        : city_(city), signals_(signals), start_clock_s_(start_clock_s), problems_(problems) {}

    std::vector<SignalPlan> of(scenario::Measure const& measure) const;

private:
    city::Signal const* find(scenario::Measure const& measure, std::string const& id) const;
    std::vector<SignalPlan> program(scenario::Measure const& measure) const;
    std::vector<SignalPlan> wave(scenario::Measure const& measure) const;
    /// When, within its cycle, a light turns green for those who come along the corridor.
    double green_start(scenario::Measure const& measure, city::Signal const& signal, city::Point from,
                       city::Point to) const;

    city::City const& city_;
    std::vector<city::Signal> const& signals_;
    double start_clock_s_;
    std::vector<std::string>& problems_;
};

}  // namespace hacthanh::run::detail
