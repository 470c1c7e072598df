#include "sim/traffic/sumo/signal_control.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <libsumo/libsumo.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace hacthanh::traffic::sumo {

namespace {

using libsumo::TraCILogic;
using libsumo::TraCIPhase;
using libsumo::TrafficLight;

constexpr int static_type = 0;    ///< TraCI's numbers of TrafficLightType
constexpr int actuated_type = 3;  ///<

TraCILogic active_logic(std::string const& signal) {
    std::string const program = TrafficLight::getProgram(signal);
    for (TraCILogic const& logic : TrafficLight::getAllProgramLogics(signal))
        if (logic.programID == program) return logic;
    throw RunError(fmt::format("traffic light {}: its program {} cannot be read", signal, program));
}

/// Puts the light where a program that began at `offset_s` is at `time_s`.
void enter_cycle(std::string const& signal, TraCILogic const& logic, double offset_s, double time_s) {
    double cycle = 0;
    for (auto const& phase : logic.phases) cycle += phase->duration;
    double at = std::fmod(time_s - offset_s, cycle);
    if (at < 0) at += cycle;
    for (std::size_t i = 0; i < logic.phases.size(); ++i) {
        double const duration = logic.phases[i]->duration;
        if (at < duration - 1e-9) {
            TrafficLight::setPhase(signal, static_cast<int>(i));
            TrafficLight::setPhaseDuration(signal, duration - at);
            return;
        }
        at -= duration;
    }
}

bool is_green(std::string const& state) {
    return state.find_first_of("Gg") != std::string::npos && state.find_first_of("yu") == std::string::npos;
}

}  // namespace

void SignalControl::start(Intervention const& change, double time_s) {
    std::string const& signal = change.signal;
    TraCILogic logic = active_logic(signal);
    usual_program_.try_emplace(signal, logic.programID);
    if (!change.phases.empty()) {
        std::size_t const n_links = TrafficLight::getRedYellowGreenState(signal).size();
        logic.phases.clear();
        for (TimedState const& phase : change.phases) {
            if (phase.state.size() != n_links)
                throw RunError(fmt::format("{}: \"{}\" has {} letters, traffic light {} has {} links", change.label,
                                           phase.state, phase.state.size(), signal, n_links));
            logic.phases.push_back(
                std::make_shared<TraCIPhase>(phase.duration_s, phase.state, phase.duration_s, phase.duration_s));
        }
    }
    logic.programID = fmt::format("measure.{}", change.label);
    logic.currentPhaseIndex = 0;
    bool const actuated = change.kind == InterventionKind::actuated_signal;
    logic.type = actuated ? actuated_type : static_type;
    for (auto const& phase : logic.phases) {
        bool const may_vary = actuated && is_green(phase->state);
        phase->minDur = may_vary ? change.min_green_s : phase->duration;
        phase->maxDur = may_vary ? change.max_green_s : phase->duration;
    }
    TrafficLight::setProgramLogic(signal, logic);
    TrafficLight::setProgram(signal, logic.programID);
    if (!actuated) enter_cycle(signal, logic, change.offset_s, time_s);
}

void SignalControl::stop(Intervention const& change, double time_s) {
    auto const usual = usual_program_.find(change.signal);
    if (usual == usual_program_.end()) return;
    TrafficLight::setProgram(change.signal, usual->second);
    TraCILogic const logic = active_logic(change.signal);
    if (logic.type == static_type) enter_cycle(change.signal, logic, 0, time_s);
}

}  // namespace hacthanh::traffic::sumo
