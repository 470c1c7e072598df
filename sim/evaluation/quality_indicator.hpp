#pragma once

#include "sim/evaluation/scores.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hacthanh::evaluation {

/// How uncertain a measured concentration is, as FAIRMODE fixes it: U(O) = relative sqrt((1 - a^2) O^2 + a^2 RV^2),
/// expanded (95 %). Janssen & Thunis, FAIRMODE guidance document on modelling quality objectives and benchmarking
/// (version 3.3, JRC129254), eq. 3 and table 2.
struct MeasurementUncertainty {
    double relative = 0;         ///< of the reference value
    double alpha = 0;            ///< part of the uncertainty that is not proportional to the concentration
    double reference_ug_m3 = 0;  ///< RV
    double averaging_h = 1;      ///< the means it holds for

    double at(double measured_ug_m3) const;
};

/// FAIRMODE's parameters for "NO2", "PM10", "PM2.5" (also "PM25"); nothing for species that it does not know.
std::optional<MeasurementUncertainty> measurement_uncertainty(std::string_view species);

/// Modelling quality indicator of one station: RMSE / (2 RMS of U(O)); <= 1: model and measurement differ by no more
/// than the measurement's uncertainty explains (ibid., eq. 5 with beta = 2). Precondition: pairs not empty, in ug/m3
/// and of the averaging time of `uncertainty`.
double quality_indicator(std::span<Pair const> pairs, MeasurementUncertainty const& uncertainty);

/// The indicator that 90 % of the stations keep, interpolated between the stations beside (ibid., eq. 7); the objective
/// is
/// <= 1. Precondition: not empty.
double quality_indicator_90(std::vector<double> stations);

}  // namespace hacthanh::evaluation
