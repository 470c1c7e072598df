#pragma once

#include "app/hacthanh/fast_air.hpp"
#include "sim/state/sampled_hours.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::app {

/// Which hours a table is checked on: one in each of `hours` equal strata of volume, each with a seed of its own.
struct HoursWish {
    std::size_t hours = 0;
    double least_volume = 0.3;  ///< of traffic, in parts of the scenario's; our choice: the day without its night
    double greatest_volume = 1.0;
};

/// Volume and seed of every hour: a draw in each stratum, the same for the same wish. @param seed  of the table's run
std::vector<std::pair<double, std::int64_t>> planned_hours(HoursWish const& wish, std::int64_t seed);

/// Runs the hours in full and holds the product of each hour's own emission against them at all receptors with air of
/// the traffic (transfer_check.hpp). Hours that the table was checked on by this program already are not run again.
///
/// @param result   of the table's run: its scenario is repeated with other volumes and seeds
/// @param on_hour  takes what is known after every hour
/// Costs a full run and its traffic once more per hour. Throws InputError for a recording (it has one volume), and as
/// runs do.
state::SampledHours check_hours(std::filesystem::path const& result, FastAir const& air, HoursWish const& wish,
                                Parallel const& parallel,
                                std::function<void(state::SampledHours const&)> const& on_hour);

/// The check for machines and for people; says so when there is none.
nlohmann::ordered_json hours_facts(std::optional<state::SampledHours> const& checked);
std::string hours_text(std::optional<state::SampledHours> const& checked);

}  // namespace hacthanh::app
