#pragma once

#include "app/hacthanh/study_outcome.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::app {

/// What a merge must know of a Morris or Sobol design: kept in study.json.
struct SensitivityDesign {
    std::string method;  ///< "morris", "sobol"
    std::vector<std::string> factors;
    std::vector<std::size_t> rows;  ///< the design's rows as numbers of points
    std::vector<double> unit;       ///< the rows in the unit cube
};

/// One index of one factor.
struct SensitivityIndex {
    std::string factor;
    std::string name;  ///< "mu", "mu_star", "sigma"; "first", "total"
    double value = 0;
    std::pair<double, double> interval{};  ///< 95 %, bootstrap over trajectories or base samples
};

/// How much each factor matters for one indicator of one variant in one weather. Of the baseline the indicator itself
/// (mean over seeds), of a measure its difference to the baseline.
struct Sensitivity {
    std::string indicator;
    std::string weather;
    std::string variant;
    std::vector<SensitivityIndex> indices;
    std::string missing;  ///< why there are none
};

/// Indices with intervals from 1000 draws of whole trajectories (Morris) or base samples (Sobol) with replacement
/// (Archer, Saltelli & Sobol 1997, doi:10.1080/00949659708811825). A function of the members' numbers alone.
/// Cost O(draws x rows) for each indicator, weather and variant.
std::vector<Sensitivity> sensitivity_of(SensitivityDesign const& design, StudyOutcome const& outcome,
                                        std::vector<std::string> const& ranked);

/// "vehicle_km of base in scenario: traffic.scale mu* 12.3 [10.1, 14.2], …", or why there are none.
std::string sensitivity_text(Sensitivity const& one);
nlohmann::ordered_json sensitivity_json(std::vector<Sensitivity> const& all);
/// indicator,weather,variant,factor,index,value,low,high
std::string sensitivity_csv(std::vector<Sensitivity> const& all);

}  // namespace hacthanh::app
