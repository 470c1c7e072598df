#pragma once

#include "io/demand/equilibrate.hpp"
#include "io/demand/traffic_case.hpp"
#include "io/demand_tables.hpp"
#include "sim/demand/matrix_estimation.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

struct CalibrationSettings {
    double begin_s = 0;
    double end_s = 3600;
    double hold_out = 0;  ///< share of the counted roads that do not take part in the fit, [0, 1)
    int passes = 4;       ///< fits and simulations at most, >= 1
    std::int64_t seed = 42;
    demand::EstimationOptions estimation;
};

/// One count before and after.
struct CountFit {
    TrafficCount count;
    bool held_out = false;
    double before = 0;  ///< simulated vehicles in its span
    double after = 0;
    double geh_before = 0;  ///< of hourly flows
    double geh_after = 0;
};

/// How well a set of counts is met.
struct FitSummary {
    std::size_t counts = 0;
    double below_limit = 0;  ///< share with GEH < 5
    double mean_geh = 0;
    double counted = 0;  ///< vehicles
    double simulated = 0;
};

struct Calibration {
    TrafficCase traffic;  ///< with the calibrated routes
    std::vector<CountFit> counts;
    std::size_t trips_before = 0;
    std::size_t trips_after = 0;
    int passes = 0;                        ///< that were simulated
    std::vector<std::string> unreachable;  ///< counted roads that no route of the demand passes
    std::vector<std::string> notes;
};

/// @param after  false: before the calibration
FitSummary summarise(std::vector<CountFit> const& counts, bool held_out, bool after);

/// Fits a demand to counts: simulate, see when each route passes each count, find the most likely demand that gives the
/// counts (demand::estimate_demand, always from the demand as given), simulate again; what a simulation delivers less
/// or more than was meant corrects the next pass. The pass with most fitted counts below GEH 5 is kept (then least mean
/// GEH). Routes are those of the demand; buses keep their timetable.
///
/// Counts of all vehicles, spans of equal length on one grid inside [begin_s, end_s). Held-out roads are drawn by name,
/// with all their spans; they are measured before and after and take no part in fit or choice. Cost: passes + 1
/// simulations. Same inputs and simulate: same bits.
/// @param where  the file of counts, for messages. Throws InputError for counts off the grid or outside the time, or
/// when all are held out.
Calibration calibrate(SumoConfig const& config, std::vector<TrafficCount> const& counts, std::string const& where,
                      CalibrationSettings const& settings, std::filesystem::path const& folder,
                      Simulate const& simulate);

}  // namespace hacthanh::io
