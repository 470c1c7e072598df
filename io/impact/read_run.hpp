#pragma once

#include "io/result_reader.hpp"
#include "sim/impact/exposure.hpp"
#include "sim/impact/run_facts.hpp"

namespace hacthanh::io {

/// What an assessment needs of a finished result, spin-up left out.
///
/// Concentrations at places are kept for pollutants that the rules speak of (PM stands for PM2.5 where the run has no
/// PM25). Travellers breathe the mean of both kerbs where the run knows them, else the cells under the road's axis;
/// roads are weighted with people x time. Emission, fuel and distances come from the roads of the file; the shares of
/// vehicle groups in emission from its account of classes (of the whole run, spin-up included).
/// @param places  of this mesh  @param rules  that hold on the day of the run
/// Cost: every stored step of the lowest layer and all road series are read once.
impact::RunFacts read_run(ResultReader const& result, impact::Places const& places, impact::Rules const& rules);

}  // namespace hacthanh::io
