#pragma once

#include "sim/evaluation/evaluation.hpp"

#include <nlohmann/json_fwd.hpp>

namespace hacthanh::app {

/// Scores as nested objects whose leaves are numbers: `monitors` (by species: n, fb, nmse, fac2, r, mqi_90,
/// `stations`), `counts` (n, below_geh_limit, `roads`), `left_out` (texts). What is not defined is absent.
nlohmann::ordered_json evaluation_json(evaluation::Evaluation const& evaluation);

}  // namespace hacthanh::app
