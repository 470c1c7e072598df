#include "io/detail/result_warnings.hpp"

#include "io/detail/result_terms.hpp"
#include "io/detail/toml_value.hpp"
#include "sim/core/error.hpp"
#include "sim/state/background.hpp"
#include "sim/state/run_validity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::io::detail {
namespace {

/// Greatest share of the starting air in the lowest layer after spin-up that needs no word.
constexpr double negligible_initial_air = 0.01;
/// Share of the emission that may be moved out of buildings without a word; our choice.
constexpr double noticed_moved_share = 0.05;

}  // namespace

double worst(state::RunSummary const& summary, double state::SpeciesSummary::*member) {
    double value = 0;
    for (auto const& species : summary.species) value = std::max(value, species.*member);
    return value;
}

bool is_nest(state::Provenance const& provenance) {
    try {
        auto const options = parse_toml(provenance.resolved_scenario, "provenance/resolved_scenario");
        return options["nest"]["parent"].value_or(std::string_view()).size() > 0;
    } catch (InputError const&) {
        return false;  // a damaged text: the plain warning is right for it
    }
}

std::vector<std::string> warnings_of(ResultReader const& result, state::RunSummary const& summary) {
    std::vector<std::string> warnings = summary.warnings;
    if (result.facts().background_kind == state::double_counting_kind)
        warnings.emplace_back(
            "nền trong vùng tính: giao thông bị tính hai lần / the background is of a station inside the domain: its "
            "air holds the domain's traffic already, which is counted twice");
    for (auto const& reason : state::validity_of(summary.traffic).reasons())
        warnings.push_back(fmt::format("{}: {}; lower the demand or correct the network", not_valid, reason));
    for (auto const& check : summary.literature)
        if (check.outside())
            warnings.push_back(fmt::format(
                "{} of class {}: {:.3g} g/km is outside of what is published, {:g} to {:g} "
                "({}); look at emission.fleet",
                name(check.pollutant), check.fleet_class, check.grams_per_km, check.low, check.high, check.reference));
    bool const nest = is_nest(result.provenance());
    for (auto const& species : summary.species)
        if (species.emitted_outside_kg > 0 && !nest)
            warnings.push_back(fmt::format(
                "{:.4g} kg of {} ({:.2g} % of all) were emitted outside the mesh and are not in the air; widen "
                "mesh.extent",
                species.emitted_outside_kg, species.name, 100 * species.emitted_outside_kg / species.emitted_kg));
    for (auto const& species : summary.species)
        if (species.emitted_moved_kg > noticed_moved_share * species.emitted_inside_kg)
            warnings.push_back(fmt::format(
                "{:.4g} kg of {} ({:.2g} % of all) were emitted on roads that lie in buildings on this mesh and were "
                "put "
                "into the nearest open cells; refine mesh.cell_size_m or check the buildings",
                species.emitted_moved_kg, species.name, 100 * species.emitted_moved_kg / species.emitted_inside_kg));
    double const error = worst(summary, &state::SpeciesSummary::worst_relative_error);
    if (error > budget_tolerance || std::isnan(error))
        warnings.push_back(
            fmt::format("the mass budget closes to {:.2g} only (expected {:.0g})", error, budget_tolerance));
    if (summary.output_wait_s > std::max(state::noticed_wait_s, state::noticed_wait_share * summary.wall_s))
        warnings.push_back(
            fmt::format("the run waited {:.1f} s of {:.1f} s for its results to be written: its disk is slow",
                        summary.output_wait_s, summary.wall_s));
    if (result.n_steps() == 0) {
        warnings.emplace_back("no output step is in the file yet");
    } else if (!result.facts().complete) {
        warnings.push_back(fmt::format("the run is not complete: simulated until second {:g} of {:g}",
                                       summary.simulated_until_s, result.facts().end_s));
    }
    bool const spun_up = result.n_steps() > 0 && !result.times().spin_up.back();
    if (spun_up && summary.initial_air_fraction > negligible_initial_air)
        warnings.push_back(fmt::format("{:.2g} % of the clean starting air is still in the lowest layer after spin-up",
                                       100 * summary.initial_air_fraction));
    if (result.n_steps() > 0 && !spun_up) warnings.emplace_back("all output steps belong to the spin-up; no means yet");
    return warnings;
}

}  // namespace hacthanh::io::detail
