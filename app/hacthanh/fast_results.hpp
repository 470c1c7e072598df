#pragma once

#include "app/hacthanh/fast_air.hpp"
#include "app/hacthanh/fast_no2.hpp"
#include "sim/scenario/measures.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::app {

/// An answer of the transfer functions that is to be kept as a result.
struct FastResult {
    Session const& session;
    scenario::MeasureFile const* measures = nullptr;  ///< that it answers for; null = none
    run::EmissionByRoad const& emission;              ///< of its traffic
    std::vector<float> const& air;                    ///< at every receptor, above the background [ug/m3]
    std::vector<FormedSpecies> const& formed;         ///< written where the scenario writes them
    std::string name;                                 ///< added to the title where no measures are; "" = nothing
    std::string difference;                           ///< to full runs, in words
};

/// The receptors are all open cells of the lowest layer, so that their air is a map.
bool covers_the_map(state::TransferTable const& table, mesh::CityMesh const& mesh);

/// Writes the air of the lowest layer, background included, with the traffic of the roads as a result file of one
/// output step from the end of the spin-up to the end (docs/formats/results.md): every program that takes a run's
/// result takes it. Title, note and warning say that it is none. Precondition: covers_the_map. Throws RunError when the
/// medium fails.
void write_fast_result(std::filesystem::path const& file, FastResult const& result, state::TransferTable const& table,
                       Parallel const& parallel);

}  // namespace hacthanh::app
