#include "sim/run/written_species.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace hacthanh::run {
namespace {

/// Mass of NOx, counted as NO2, for the mass of NO.
constexpr double nox_per_no = constants::molar_mass_no2 / constants::molar_mass_no;

state::SpeciesSummary sum(std::vector<WrittenSpecies::Part> const& parts,
                          std::vector<state::SpeciesSummary> const& carried) {
    constexpr double state::SpeciesSummary::*masses[] = {
        &state::SpeciesSummary::emitted_kg,         &state::SpeciesSummary::emitted_inside_kg,
        &state::SpeciesSummary::emitted_outside_kg, &state::SpeciesSummary::emitted_moved_kg,
        &state::SpeciesSummary::on_mesh_kg,         &state::SpeciesSummary::in_streets_kg,
        &state::SpeciesSummary::other_sources_kg};
    constexpr double state::MassBudget::*terms[] = {&state::MassBudget::initial,   &state::MassBudget::emitted,
                                                    &state::MassBudget::inflow,    &state::MassBudget::outflow,
                                                    &state::MassBudget::deposited, &state::MassBudget::chemistry,
                                                    &state::MassBudget::in_domain};
    state::SpeciesSummary total;
    for (auto const& part : parts) {
        auto const& one = carried[part.carried];
        for (auto const member : masses) total.*member += part.factor * one.*member;
        for (auto const member : terms) total.budget.*member += part.factor * one.budget.*member;
        total.worst_relative_error = std::max(total.worst_relative_error, one.worst_relative_error);
        total.worst_step_error = std::max(total.worst_step_error, one.worst_step_error);
    }
    return total;
}

}  // namespace

WrittenSpecies::WrittenSpecies(std::vector<Pollutant> const& written, std::vector<Pollutant> const& carried)
    : written_(written) {
    auto const place = [&](Pollutant pollutant) {
        auto const found = std::ranges::find(carried, pollutant);
        HACTHANH_EXPECT(found != carried.end());
        return static_cast<std::size_t>(found - carried.begin());
    };
    for (Pollutant pollutant : written) {
        bool const summed = pollutant == Pollutant::nox && std::ranges::find(carried, Pollutant::nox) == carried.end();
        if (summed)
            parts_.push_back({{place(Pollutant::no2), 1}, {place(Pollutant::no), nox_per_no}});
        else
            parts_.push_back({{place(pollutant), 1}});
    }
}

state::RunSummary WrittenSpecies::summary(state::RunSummary const& carried) const {
    state::RunSummary written = carried;
    written.species.clear();
    for (std::size_t w = 0; w < size(); ++w) {
        bool const same = parts_[w].size() == 1;
        written.species.push_back(same ? carried.species[parts_[w].front().carried] : sum(parts_[w], carried.species));
        written.species.back().name = std::string(name(written_[w]));
    }
    return written;
}

state::RoadSeries WrittenSpecies::roads(state::RoadSeries const& carried) const {
    state::RoadSeries written = carried;
    written.emitted.assign(size(), std::vector<double>(carried.vehicle_seconds.size(), 0.0));
    for (std::size_t w = 0; w < size(); ++w)
        for (auto const& part : parts_[w])
            for (std::size_t e = 0; e < written.emitted[w].size(); ++e)
                written.emitted[w][e] += part.factor * carried.emitted[part.carried][e];
    return written;
}

std::vector<double> WrittenSpecies::background(state::Background const& carried, double from_s, double to_s) const {
    auto const air = carried.mean(from_s, to_s);
    std::vector<double> values;
    for (auto const& parts : parts_) {
        bool const known = carried.concentration[parts.front().carried].has_value();
        double total = known ? 0.0 : std::numeric_limits<double>::quiet_NaN();
        for (auto const& part : parts) total += part.factor * air[part.carried];
        values.push_back(total);
    }
    return values;
}

}  // namespace hacthanh::run
