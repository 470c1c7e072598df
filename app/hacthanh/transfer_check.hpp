#pragma once

#include "io/result_reader.hpp"
#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/transfer_table.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace hacthanh::app {

/// A place has air of the traffic where the run's mean above its background is at least this part of the mean of all
/// places; elsewhere the ratio of product and run is one of nothing to nothing. Our choice (docs/theory/transfer.md).
inline constexpr double least_traffic_air = 0.01;

/// The table's product for the run's own emission, with background, held against the run's mean: at all receptors and
/// at those with air of the traffic. Throws InputError when the result holds no such species.
state::TransferCheck check_against_run(state::TransferTable const& table, io::ResultReader const& result,
                                       mesh::CityMesh const& mesh, Parallel const& parallel);

/// The check for machines and for people.
nlohmann::ordered_json check_facts(state::TransferCheck const& check);
std::string check_text(state::TransferCheck const& check);

}  // namespace hacthanh::app
