#pragma once

#include "io/detail/series.hpp"
#include "sim/state/run_summary.hpp"
#include "sim/state/weather_use.hpp"

#include <cstddef>

namespace hacthanh::io::detail {

/// Writes the numbers of the running account into row `row` of the groups `budget` and `summary`.
void write_account(SeriesTable& series, std::size_t row, state::RunSummary const& summary);

/// Reads them back, texts included (those of the last record), for `species` in the order of the file.
state::RunSummary read_account(SeriesTable& series, std::size_t row, std::vector<std::string> const& species);

/// The mass budget of each species alone.
std::vector<state::MassBudget> read_budget(SeriesTable& series, std::size_t row, std::size_t n_species);

/// The weather of one output step.
void write_weather(SeriesTable& series, std::size_t row, state::WeatherUse const& weather);
state::WeatherUse read_weather(SeriesTable& series, std::size_t row);

/// Writes warnings and stage times as record `record`.
void write_texts(SeriesTable& series, std::size_t record, state::RunSummary const& summary);

}  // namespace hacthanh::io::detail
