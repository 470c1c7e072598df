#pragma once

#include "app/hacthanh/session.hpp"
#include "io/result_reader.hpp"
#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/transfer_table.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// A place has air of the traffic where the run's mean above its background is at least this part of the mean of all
/// places; elsewhere the ratio of product and run is one of nothing to nothing. Our choice (docs/theory/transfer.md).
inline constexpr double least_traffic_air = 0.01;

/// A place in the product and in a run [ug/m3], background included.
struct PlacePair {
    double product = 0;
    double run = 0;  ///< > 0
};

/// The receptors of a table beside a run.
struct PlacePairs {
    std::vector<PlacePair> all;       ///< wherever the run has a mean
    std::vector<PlacePair> with_air;  ///< with air of the traffic
};

/// The receptors beside the run's mean over its output intervals from `from_s` on (settled_from_s), which is when the
/// product's emission must have been given off. Nothing, with a warning, when no interval begins so late.
/// @param product  of the run's emission at every receptor [kg/m3], without background
/// Throws InputError when the result holds no such species.
std::optional<PlacePairs> place_pairs(state::TransferTable const& table, std::vector<float> const& product,
                                      io::ResultReader const& result, double from_s, mesh::CityMesh const& mesh);

/// The same of the table's product for the run's own emission. Nothing and throws as place_pairs.
std::optional<state::TransferCheck> check_against_run(state::TransferTable const& table, io::ResultReader const& result,
                                                      double from_s, mesh::CityMesh const& mesh,
                                                      Parallel const& parallel);

/// NO2 formed with the table for the run's own emission against the run's; nothing when the table cannot say it or the
/// result holds no NO2. @param session  of the result
std::optional<state::No2Check> check_no2(state::TransferTable const& table, Session const& session,
                                         io::ResultReader const& result, Parallel const& parallel);

/// The check for machines and for people.
nlohmann::ordered_json check_facts(state::TransferCheck const& check);
std::string check_text(state::TransferCheck const& check);

}  // namespace hacthanh::app
