#include "io/result_verify.hpp"

#include "io/detail/integrity.hpp"
#include "io/detail/result_terms.hpp"
#include "io/detail/run_means.hpp"
#include "io/detail/series.hpp"
#include "io/hdf5.hpp"
#include "io/result_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hacthanh::io {
namespace {

/// Round-off of forming the residual again from its stored parts, relative to the mass supplied.
constexpr double round_off = 1e-12;

void check_times(ResultReader const& result, ResultVerification& found) {
    auto const& times = result.times();
    for (std::size_t i = 0; i < times.end_s.size(); ++i)
        if (!(times.end_s[i] > times.begin_s[i]) || (i > 0 && !(times.begin_s[i] >= times.end_s[i - 1])))
            found.problems.push_back(fmt::format("time: step {} does not follow the one before", i));
    if (result.facts().complete && !times.end_s.empty() &&
        std::abs(times.end_s.back() - result.facts().end_s) > 1e-6 * result.facts().interval_s)
        found.problems.emplace_back("time: the file says that the run is complete, but its last step is missing");
}

void check_budgets(hid_t root, ResultReader const& result, ResultVerification& found) {
    detail::SeriesTable series(root);
    auto const& species = result.facts().species;
    std::string const residual_path = std::string(detail::budget_group) + "/" + detail::residual_name;
    for (std::size_t step = 0; step < result.n_steps(); ++step) {
        auto const budgets = result.budget(step);
        auto const residuals = series.row<double>(residual_path, step);
        for (std::size_t s = 0; s < species.size(); ++s) {
            auto const& budget = budgets[s];
            double const supplied = budget.initial + budget.emitted + budget.inflow + std::abs(budget.chemistry);
            double const error = budget.relative_error();
            found.worst_budget_error = std::max(found.worst_budget_error, error);
            if (!(error <= detail::budget_tolerance))
                found.problems.push_back(fmt::format("budget of {} in step {}: closes to {:.2g} only (at most {:.0g})",
                                                     species[s], step, error, detail::budget_tolerance));
            if (!(std::abs(budget.residual() - residuals.at(s)) <= round_off * supplied))
                found.problems.push_back(fmt::format(
                    "budget of {} in step {}: the stored residual is not that of its parts", species[s], step));
        }
    }
}

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

/// The stored means must be those of the stored steps, to the bit.
void check_means(ResultReader const& result, ResultVerification& found) {
    if (!result.facts().complete) return;
    for (std::size_t s = 0; s < result.facts().species.size(); ++s) {
        detail::RunMean mean(result.grid().nx() * result.grid().ny());
        for (std::size_t step = 0; step < result.n_steps(); ++step)
            if (!result.times().spin_up[step])
                mean.add(result.concentration_layer(s, step, 0),
                         result.times().end_s[step] - result.times().begin_s[step]);
        auto const formed = mean.value();
        auto const stored = result.mean_surface(s);
        for (std::size_t i = 0; i < formed.size(); ++i)
            if (!(std::isnan(stored[i]) ? formed[i] > 1e36F : same_bits(stored[i], formed[i]))) {
                found.problems.push_back(detail::surface_mean_name(result.facts().species[s]) +
                                         ": is not the mean of the stored steps");
                break;
            }
    }
}

}  // namespace

ResultVerification verify_result(std::string const& path) {
    ResultVerification found;
    found.path = path;
    try {
        read_result(path, [&](ResultReader const& result) {
            found = {};
            found.path = path;
            found.schema = result.facts().schema;
            found.complete = result.facts().complete;
            found.steps = result.n_steps();
            hdf5::File const file = hdf5::File::open(path);
            auto integrity = detail::check_integrity(file.id(), result.n_steps());
            found.sealed = integrity.sealed;
            found.chunks = integrity.chunks;
            found.sums = integrity.sums;
            found.bytes = integrity.bytes;
            found.problems = std::move(integrity.problems);
            if (found.complete && !found.sealed) {
                if (hdf5::exists(file.id(), detail::integrity_group))
                    found.problems.emplace_back("integrity: the run is complete but its checksums were not written");
                else
                    found.notes.emplace_back("a file of schema 1.3 or before: only what is compressed has checksums");
            }
            if (!found.complete)
                found.notes.emplace_back("the run is not complete: only what is compressed has checksums yet");
            if (!found.good()) return;  // numbers of a damaged file say nothing
            check_times(result, found);
            check_budgets(file.id(), result, found);
            check_means(result, found);
        });
    } catch (InputError const&) {
        throw;
    } catch (std::exception const& error) {  // also sizes that make no sense
        found.problems.emplace_back(error.what());
    }
    return found;
}

std::string verification_text(ResultVerification const& found) {
    std::string text = fmt::format("{}: {}\n", found.path, found.good() ? "nguyên vẹn / whole" : "hỏng / damaged");
    text += fmt::format(
        "schema {}, {} output steps{}; {} compressed chunks and {} plain variables agree with their checksums; mass "
        "budgets close to {:.1e}\n",
        found.schema, found.steps, found.complete ? "" : " of a run that is not complete", found.chunks, found.sums,
        found.worst_budget_error);
    for (auto const& note : found.notes) text += "note: " + note + "\n";
    for (auto const& problem : found.problems) text += "problem: " + problem + "\n";
    return text;
}

std::string verification_json(ResultVerification const& found) {
    return nlohmann::ordered_json{{"file", found.path},
                                  {"good", found.good() ? 1 : 0},
                                  {"schema", found.schema},
                                  {"complete", found.complete ? 1 : 0},
                                  {"sealed", found.sealed ? 1 : 0},
                                  {"steps", found.steps},
                                  {"chunks", found.chunks},
                                  {"plain_variables", found.sums},
                                  {"compressed_bytes", found.bytes},
                                  {"worst_budget_error", found.worst_budget_error},
                                  {"problems", found.problems},
                                  {"notes", found.notes}}
        .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace hacthanh::io
