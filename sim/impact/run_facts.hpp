#pragma once

#include "sim/core/language.hpp"
#include "sim/impact/place_means.hpp"
#include "sim/impact/rules.hpp"
#include "sim/state/vehicle_group.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::impact {

using PerGroup = std::array<double, state::n_vehicle_groups>;

/// What one species of a run did, spin-up left out. Concentrations [ug/m3] are totals, background included.
struct SpeciesFacts {
    std::string species;               ///< as in the result: "PM"
    std::string pollutant;             ///< as in the rules: "PM25"; the same where no rule speaks of it
    std::optional<double> background;  ///< mean; nothing = not known
    PlaceStatistics places;
    double ground_mean = 0;             ///< mean of the lowest layer
    std::optional<double> street_mean;  ///< where people travel, weighted with their time; nothing without groups
    std::vector<double> receptors;      ///< means, in the order of RunFacts::receptors
    double emitted_kg = 0;              ///< on all roads
    PerGroup emission_shares{};         ///< by vehicle group, sum 1 (or all 0)
};

/// A point whose air was kept.
struct ReceptorFacts {
    std::string name;
    std::string name_vi;
    std::string kind;
};

/// What an assessment needs of one run, or of typical days that together are a year.
struct RunFacts {
    std::string file;
    std::int64_t seed = 0;
    Date day{};                ///< local date of its begin
    double compared_s = 0;     ///< length of what is compared, spin-up left out
    double days_per_year = 0;  ///< of which it is the typical one; 0 = not stated
    bool is_year = false;      ///< annual statistics hold: sums are of a year
    std::vector<SpeciesFacts> species;
    std::vector<ReceptorFacts> receptors;
    PlaceIndex index;
    bool groups_known = false;  ///< traffic was kept by vehicle group: the next four are known
    PerGroup vehicle_s{};
    PerGroup vehicle_m{};
    PerGroup delay_s{};
    PerGroup fuel_kg{};
    /// Of vehicle_m, by electric vehicles: share of the whole run; nothing where the run did not know.
    std::optional<PerGroup> electric_m{};
    std::optional<double> bus_access{};       ///< share of people near a frequent bus; nothing = no stops given
    double queue_vehicles = 0;                ///< mean number of queued vehicles
    std::vector<double> travel_time_indices;  ///< of the network, by output step
    std::vector<std::string> invalid;         ///< why its traffic may not be built upon

    /// The species that stands for a pollutant of the rules, or null.
    SpeciesFacts const* of_pollutant(std::string_view pollutant) const;
};

/// The year that typical days make: means weighted with days_per_year, sums multiplied with it, highest values of all.
/// Nothing when their days do not add up to a year (least_coverage; at most 366) or one is shorter than a day.
std::optional<RunFacts> year_of(std::vector<RunFacts> const& days);

/// What runs of several seeds are in the mean. Precondition: at least one, all of the same species and places.
RunFacts mean_of_runs(std::vector<RunFacts> const& runs);

}  // namespace hacthanh::impact
