#include "sim/impact/run_facts.hpp"

#include <algorithm>

namespace hacthanh::impact {
namespace {

constexpr double days_of_year = 365;
constexpr double most_days = 366;

void add_scaled(PerGroup& sum, PerGroup const& more, double factor) {
    for (std::size_t g = 0; g < sum.size(); ++g) sum[g] += factor * more[g];
}

/// sum = share of one day + what is there; takes the size of the first.
void add_scaled(std::vector<float>& sum, std::vector<float> const& more, double factor) {
    if (sum.size() < more.size()) sum.resize(more.size(), 0.0F);
    for (std::size_t i = 0; i < more.size(); ++i) sum[i] += static_cast<float>(factor * static_cast<double>(more[i]));
}

/// The highest of both; empty when one is.
void raise(std::vector<float>& highest, std::vector<float> const& more, bool first) {
    if (first)
        highest = more;
    else if (more.empty())
        highest.clear();
    else if (!highest.empty())
        for (std::size_t i = 0; i < more.size(); ++i) highest[i] = std::max(highest[i], more[i]);
}

/// @param weight, share  of sums and means  @param average  highest values are averaged, as those of seeds
void add_day(SpeciesFacts& year, SpeciesFacts const& day, double weight, double share, bool first, bool average) {
    year.species = day.species;
    year.pollutant = day.pollutant;
    if (first)
        year.background = day.background ? std::optional(share * *day.background) : std::nullopt;
    else if (day.background && year.background)
        *year.background += share * *day.background;
    else
        year.background.reset();
    add_scaled(year.places.mean, day.places.mean, share);
    for (Averaging averaging : all_averagings)
        if (average)
            add_scaled(year.places.of(averaging), day.places.of(averaging), share);
        else if (averaging != Averaging::year)
            raise(year.places.of(averaging), day.places.of(averaging), first);
    year.ground_mean += share * day.ground_mean;
    if (first)
        year.street_mean = day.street_mean ? std::optional(share * *day.street_mean) : std::nullopt;
    else if (day.street_mean && year.street_mean)
        *year.street_mean += share * *day.street_mean;
    else
        year.street_mean.reset();
    year.receptors.resize(day.receptors.size());
    for (std::size_t r = 0; r < day.receptors.size(); ++r) year.receptors[r] += share * day.receptors[r];
    add_scaled(year.emission_shares, day.emission_shares, weight * day.emitted_kg);
    year.emitted_kg += weight * day.emitted_kg;
}

void begin_with(RunFacts& sum, RunFacts const& first) {
    sum.file = first.file;
    sum.seed = first.seed;
    sum.day = first.day;
    sum.receptors = first.receptors;
    sum.groups_known = first.groups_known;
    sum.bus_access = first.bus_access;
    if (first.electric_m) sum.electric_m.emplace();
    sum.species.resize(first.species.size());
}

void add_traffic(RunFacts& sum, RunFacts const& more, double weight, double share) {
    add_scaled(sum.vehicle_s, more.vehicle_s, weight);
    add_scaled(sum.vehicle_m, more.vehicle_m, weight);
    add_scaled(sum.delay_s, more.delay_s, weight);
    add_scaled(sum.fuel_kg, more.fuel_kg, weight);
    if (!more.electric_m) sum.electric_m.reset();  // of the sum a part is not known
    if (sum.electric_m) add_scaled(*sum.electric_m, *more.electric_m, weight);
    sum.queue_vehicles += share * more.queue_vehicles;
    sum.travel_time_indices.insert(sum.travel_time_indices.end(), more.travel_time_indices.begin(),
                                   more.travel_time_indices.end());
    sum.invalid.insert(sum.invalid.end(), more.invalid.begin(), more.invalid.end());
}

/// Sums of emission, weighted with what was given off, become shares.
void finish_shares(RunFacts& sum) {
    for (auto& species : sum.species)
        if (species.emitted_kg > 0)
            for (double& share : species.emission_shares) share /= species.emitted_kg;
}

}  // namespace

SpeciesFacts const* RunFacts::of_pollutant(std::string_view pollutant) const {
    auto const found = std::ranges::find(species, pollutant, &SpeciesFacts::pollutant);
    return found == species.end() ? nullptr : &*found;
}

std::optional<RunFacts> year_of(std::vector<RunFacts> const& days) {
    double all = 0;
    for (auto const& day : days) {
        if (day.days_per_year <= 0 || day.compared_s < least_coverage * seconds_of(Averaging::day)) return std::nullopt;
        all += day.days_per_year;
    }
    if (all < least_coverage * days_of_year || all > most_days) return std::nullopt;
    RunFacts year;
    year.is_year = true;
    year.compared_s = seconds_of(Averaging::year);
    year.days_per_year = all;
    for (std::size_t d = 0; d < days.size(); ++d) {
        RunFacts const& day = days[d];
        bool const first = d == 0;
        double const simulated_days = day.compared_s / seconds_of(Averaging::day);
        double const weight = days_of_year / all * day.days_per_year / simulated_days;
        double const share = day.days_per_year / all;
        if (first)
            begin_with(year, day);
        else
            year.file += ", " + day.file;
        for (std::size_t s = 0; s < year.species.size(); ++s)
            add_day(year.species[s], day.species[s], weight, share, first, false);
        raise(year.index.highest_hour, day.index.highest_hour, first);
        add_scaled(year.index.good_days, day.index.good_days, share);
        add_traffic(year, day, weight, share);
    }
    for (auto& species : year.species) species.places.of(Averaging::year) = species.places.mean;
    finish_shares(year);
    return year;
}

RunFacts mean_of_runs(std::vector<RunFacts> const& runs) {
    RunFacts mean;
    double const share = 1 / static_cast<double>(runs.size());
    begin_with(mean, runs.front());
    mean.compared_s = runs.front().compared_s;
    mean.days_per_year = runs.front().days_per_year;
    mean.is_year = runs.front().is_year;
    for (auto const& run : runs) {
        for (std::size_t s = 0; s < mean.species.size(); ++s)
            add_day(mean.species[s], run.species[s], share, share, &run == runs.data(), true);
        add_scaled(mean.index.highest_hour, run.index.highest_hour, share);
        add_scaled(mean.index.good_days, run.index.good_days, share);
        add_traffic(mean, run, share, share);
    }
    finish_shares(mean);
    return mean;
}

}  // namespace hacthanh::impact
