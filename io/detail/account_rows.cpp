#include "io/detail/account_rows.hpp"

#include "io/detail/result_terms.hpp"
#include "io/detail/summary_texts.hpp"

#include <cmath>
#include <numbers>

namespace hacthanh::io::detail {
namespace {

std::string in_budget(char const* name) { return std::string(budget_group) + "/" + name; }
std::string in_summary(char const* name) { return std::string(summary_group) + "/" + name; }

std::string in_weather(char const* name) { return std::string(weather_group) + "/" + name; }

/// Where the mean wind comes from [degrees]; the 0 of no wind is as good as any.
double from_direction(state::WeatherUse const& weather) {
    double const angle = std::atan2(-weather.wind_east, -weather.wind_north) * 180 / std::numbers::pi;
    return angle < 0 ? angle + 360 : angle;
}

template <class Value>
void put_per_species(SeriesTable& series, char const* name, std::size_t row, state::RunSummary const& summary,
                     Value const& value_of) {
    std::vector<double> values;
    for (auto const& species : summary.species) values.push_back(value_of(species));
    series.put<double>(in_budget(name), row, std::span<double const>(values));
}

/// The record after the last step, if the run was closed, else that of the step; a kill may have left a record that
/// cannot be read.
void read_texts(SeriesTable& series, std::size_t row, state::RunSummary& summary) {
    std::string const path = in_summary(texts_name);
    if (series.length(path) > row + 1) {
        try {
            texts_from_json(hdf5::read_strings(series.at(path), {row + 1}, {1}).front(), summary);
            return;
        } catch (RunError const&) {
        }
    }
    texts_from_json(hdf5::read_strings(series.at(path), {row}, {1}).front(), summary);
}

}  // namespace

void write_account(SeriesTable& series, std::size_t row, state::RunSummary const& summary) {
    using Species = state::SpeciesSummary;
    for (auto const& term : budget_terms)
        put_per_species(series, term.name, row, summary, [&](Species const& s) { return s.budget.*term.member; });
    for (auto const& term : species_terms)
        put_per_species(series, term.name, row, summary, [&](Species const& s) { return s.*term.member; });
    put_per_species(series, residual_name, row, summary, [](Species const& s) { return s.budget.residual(); });
    put_per_species(series, relative_error_name, row, summary,
                    [](Species const& s) { return s.budget.relative_error(); });
    for (auto const& term : summary_terms) series.put(in_summary(term.name), row, summary.*term.member);
    for (auto const& term : count_terms)
        series.put(in_summary(term.name), row, static_cast<std::int64_t>(summary.*term.member));
    for (auto const& term : traffic_terms)
        series.put(in_summary(term.name), row, static_cast<std::int64_t>(summary.traffic.*term.member));
    series.put(in_summary(vehicle_seconds_name), row, summary.traffic.vehicle_seconds);
    series.put(in_summary(traffic_cpu_name), row, summary.traffic.cpu_s);
}

state::RunSummary read_account(SeriesTable& series, std::size_t row, std::vector<std::string> const& species) {
    state::RunSummary summary;
    auto const budgets = read_budget(series, row, species.size());
    for (std::size_t s = 0; s < species.size(); ++s) {
        summary.species.emplace_back();
        summary.species[s].name = species[s];
        summary.species[s].budget = budgets[s];
    }
    for (auto const& term : species_terms) {
        if (!series.has(in_budget(term.name))) continue;  // emitted_moved is younger than the first files
        auto const values = series.row<double>(in_budget(term.name), row);
        for (std::size_t s = 0; s < species.size(); ++s) summary.species[s].*term.member = values.at(s);
    }
    for (auto const& term : summary_terms)
        if (series.has(in_summary(term.name)))  // an older minor of the schema has fewer
            summary.*term.member = series.row<double>(in_summary(term.name), row).at(0);
    auto const count = [&](char const* name) -> std::uint64_t {
        if (!series.has(in_summary(name))) return 0;  // a file of an earlier minor
        return static_cast<std::uint64_t>(series.row<std::int64_t>(in_summary(name), row).at(0));
    };
    for (auto const& term : count_terms) summary.*term.member = count(term.name);
    for (auto const& term : traffic_terms) summary.traffic.*term.member = count(term.name);
    summary.traffic.vehicle_seconds = series.row<double>(in_summary(vehicle_seconds_name), row).at(0);
    summary.traffic.cpu_s = series.row<double>(in_summary(traffic_cpu_name), row).at(0);
    read_texts(series, row, summary);
    return summary;
}

std::vector<state::MassBudget> read_budget(SeriesTable& series, std::size_t row, std::size_t n_species) {
    std::vector<state::MassBudget> budgets(n_species);
    for (auto const& term : budget_terms) {
        auto const values = series.row<double>(in_budget(term.name), row);
        for (std::size_t s = 0; s < n_species; ++s) budgets[s].*term.member = values.at(s);
    }
    return budgets;
}

void write_weather(SeriesTable& series, std::size_t row, state::WeatherUse const& weather) {
    for (auto const& term : weather_terms) series.put(in_weather(term.name), row, weather.*term.member);
    series.put(in_weather(weather_direction_name), row, from_direction(weather));
}

state::WeatherUse read_weather(SeriesTable& series, std::size_t row) {
    state::WeatherUse weather;
    for (auto const& term : weather_terms) weather.*term.member = series.row<double>(in_weather(term.name), row).at(0);
    return weather;
}

void write_texts(SeriesTable& series, std::size_t record, state::RunSummary const& summary) {
    series.put_text(in_summary(texts_name), record, texts_to_json(summary));
    series.set_length(in_summary("record"), record + 1);
}

}  // namespace hacthanh::io::detail
