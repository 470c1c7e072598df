#include "sim/answers/year.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/transfer_file.hpp"
#include "io/weather_file.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/impact/averaging.hpp"
#include "sim/weather/calm.hpp"
#include "sim/weather/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

constexpr double ug_of_kg = 1e9;
constexpr double hour_s = 3600;
constexpr double most_numbers = 1e9;  // places x hours that are held: 4 GB

struct YearArguments {
    fs::path folder;
    fs::path weather;
    fs::path output;
    fs::path series;
    int year = 2025;
    double utc_offset_h = 7;
    double min_wind_m_s = weather::WeatherOptions{}.min_wind_m_s;
    double background = 0;
    std::vector<double> hour_factors, weekday_factors = std::vector<double>(7, 1.0),
                                      month_factors = std::vector<double>(12, 1.0);
    int threads = 0;
    bool json = false;
};

/// Tables of one geometry for winds from several directions.
struct Tables {
    std::vector<answers::TransferRows> rows;
    std::vector<double> from_deg;  ///< ascending
    std::vector<double> speed;
    state::TransferTable places;  ///< of the first: receptors and sources
};

Tables read_tables(fs::path const& folder) {
    std::vector<state::TransferTable> all;
    for (auto const& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".h5" && entry.path().stem() != "run")
            all.push_back(io::read_transfer(entry.path()));
    validate(!all.empty(), folder.string(), "it holds no tables of wind directions",
             "build them: hacthanh transfer RESULT --directions 12");
    std::ranges::sort(all, {}, &state::TransferTable::wind_from_deg);
    Tables tables;
    for (auto& table : all) {
        validate(table.cell == all.front().cell && table.sources == all.front().sources &&
                     table.rows.reference == all.front().rows.reference,
                 folder.string(),
                 fmt::format("{} and {} have other places or roads", table.wind_class, all.front().wind_class),
                 "build the folder again from one run");
        tables.rows.emplace_back(table.rows);
        tables.from_deg.push_back(table.wind_from_deg);
        tables.speed.push_back(table.wind_speed_m_s);
    }
    tables.places = std::move(all.front());
    return tables;
}

/// The hours of the year in local time, with their weather and emission.
struct YearOfHours {
    std::vector<answers::YearHour> hours;
    std::size_t calm = 0;
};

/// Each hour's first observation stands for it. A wind without a direction keeps the last known one.
YearOfHours hours_of(YearArguments const& arguments, Tables const& tables) {
    using namespace std::chrono;
    auto const begin = sys_days(year(arguments.year) / January / 1),
               end = sys_days(year(arguments.year + 1) / January / 1);
    double const offset_s = arguments.utc_offset_h * hour_s;
    double const begin_utc_s = static_cast<double>(seconds(begin.time_since_epoch()).count()) - offset_s;
    auto const n = static_cast<std::size_t>(duration_cast<hours>(end - begin).count());
    auto const record = io::read_weather_file(
        arguments.weather, {"auto", offset_s, begin_utc_s, begin_utc_s + static_cast<double>(n) * hour_s});
    validate(record.rose.empty(), arguments.weather.string(), "a wind rose has no order of hours",
             "give hourly observations");
    YearOfHours all;
    all.hours.resize(n, {{}, 0});
    std::optional<double> from;
    for (auto const& seen : record.observations) {
        if (seen.wind_from_deg) from = seen.wind_from_deg;
        double const at = std::floor((seen.time_utc_s - begin_utc_s) / hour_s);
        if (at < 0 || at >= static_cast<double>(n) || !seen.wind_speed || !from) continue;
        auto const h = static_cast<std::size_t>(at);
        if (!all.hours[h].tables.empty()) continue;
        double const speed = std::max(*seen.wind_speed, arguments.min_wind_m_s);
        if (*seen.wind_speed < weather::calm_below_m_s) ++all.calm;
        all.hours[h].tables = answers::around(tables.from_deg, std::fmod(*from, 360.0));
        for (auto& [table, weight] : all.hours[h].tables) weight *= tables.speed[table] / speed;
        auto const day = begin + days(h / 24);
        all.hours[h].emission_factor = arguments.hour_factors[h % 24] *
                                       arguments.weekday_factors[weekday(day).iso_encoding() - 1] *
                                       arguments.month_factors[unsigned(year_month_day(day).month()) - 1];
    }
    return all;
}

nlohmann::ordered_json facts(std::vector<answers::YearStatistics> const& found) {
    nlohmann::ordered_json facts;
    auto const add = [&](char const* name, double answers::YearStatistics::*value) {
        double sum = 0, most = 0;
        for (auto const& one : found) sum += one.*value, most = std::max(most, one.*value);
        facts[name] = {{"mean_of_places", sum / static_cast<double>(found.size())}, {"highest_place", most}};
    };
    add("annual_mean", &answers::YearStatistics::mean);
    add("highest_hour", &answers::YearStatistics::highest_hour);
    add("hour_after_18_exceedances", &answers::YearStatistics::hour_after_exceedances);
    add("highest_day", &answers::YearStatistics::highest_day);
    add("day_after_35_exceedances", &answers::YearStatistics::day_after_exceedances);
    add("highest_8_hours", &answers::YearStatistics::highest_8_hours);
    return facts;
}

void write_places(fs::path const& file, Tables const& tables, std::vector<answers::YearStatistics> const& found) {
    std::string text =
        "x_m,y_m,annual_mean,highest_hour,hour_after_18_exceedances,highest_day,day_after_35_exceedances,highest_8_"
        "hours\n";
    for (std::size_t r = 0; r < found.size(); ++r)
        text += fmt::format("{:.1f},{:.1f},{:.4g},{:.4g},{:.4g},{:.4g},{:.4g},{:.4g}\n", tables.places.x[r],
                            tables.places.y[r], found[r].mean, found[r].highest_hour, found[r].hour_after_exceedances,
                            found[r].highest_day, found[r].day_after_exceedances, found[r].highest_8_hours);
    io::write_text(file, text);
}

/// Every hour at every place, one row an hour in local time; empty where an hour has no weather.
void write_series(fs::path const& file, Tables const& tables, std::vector<float> const& hours, int year) {
    using namespace std::chrono;
    std::size_t const n_places = tables.places.cell.size(), n_hours = hours.size() / n_places;
    std::string text = "time";
    for (std::size_t r = 0; r < n_places; ++r)
        text += fmt::format(",{:.1f} {:.1f}", tables.places.x[r], tables.places.y[r]);
    auto const begin = sys_days(std::chrono::year(year) / January / 1);
    for (std::size_t h = 0; h < n_hours; ++h) {
        year_month_day const day{begin + days(h / 24)};
        text += fmt::format("\n{:04}-{:02}-{:02}T{:02}:00", int(day.year()), unsigned(day.month()), unsigned(day.day()),
                            h % 24);
        for (std::size_t r = 0; r < n_places; ++r) {
            float const value = hours[r * n_hours + h];
            text += std::isnan(value) ? "," : fmt::format(",{:.5g}", value);
        }
    }
    io::write_text(file, text + "\n");
}

int evaluate(YearArguments const& arguments) {
    auto const tables = read_tables(arguments.folder);
    auto const year = hours_of(arguments, tables);
    std::size_t const n_places = tables.places.cell.size(), n_hours = year.hours.size();
    validate(static_cast<double>(n_places) * static_cast<double>(n_hours) <= most_numbers, arguments.folder.string(),
             fmt::format("{} places are too many for a year at once", n_places), "build it with a larger --spacing");
    Parallel const parallel(arguments.threads);
    Stopwatch const watch;
    auto hours = answers::hours_of_year(tables.rows, year.hours, tables.places.rows.reference, parallel);
    std::vector<answers::YearStatistics> found(n_places);
    answers::YearRules const rules{.least_coverage = impact::least_coverage};
    parallel.for_blocks(n_places, 16, [&](std::size_t first, std::size_t last) {
        for (std::size_t r = first; r < last; ++r) {
            auto const place = std::span(hours).subspan(r * n_hours, n_hours);
            for (float& hour : place) hour = static_cast<float>(hour * ug_of_kg + arguments.background);
            found[r] = answers::year_statistics(place, rules);
        }
    });
    double const seconds = watch.seconds();
    validate(
        !found.empty() && std::isfinite(found.front().mean), arguments.weather.string(),
        fmt::format("it covers {:.0f} % of the hours of {} (at least {:.0f} % are needed)",
                    found.empty() ? 0 : 100 * found.front().coverage, arguments.year, 100 * impact::least_coverage),
        "give the year that it covers with --year");
    nlohmann::ordered_json document = {{"year", arguments.year},  {"species", tables.places.species},
                                       {"unit", "ug/m3"},         {"places", n_places},
                                       {"hours", n_hours},        {"coverage", found.front().coverage},
                                       {"calm_hours", year.calm}, {"background", arguments.background},
                                       {"evaluate_s", seconds}};
    auto const statistics = facts(found);
    document.update(statistics);
    if (!arguments.series.empty()) write_series(arguments.series, tables, hours, arguments.year);
    if (!arguments.output.empty()) write_places(arguments.output, tables, found);
    if (arguments.json) {
        fmt::print("{}\n", document.dump(2));
        return 0;
    }
    fmt::print("{} of {}, {} hours ({:.1f} % with weather, {} calm), {} places [ug/m3]\n", tables.places.species,
               arguments.year, n_hours, 100 * found.front().coverage, year.calm, n_places);
    for (auto const& [name, value] : statistics.items())
        fmt::print("  {:<28} {:>10.3f} on the mean of places {:>10.3f} at the highest\n", name,
                   value["mean_of_places"].get<double>(), value["highest_place"].get<double>());
    fmt::print(
        "Stability and what vehicles stir are those of the run in every hour; winds weaker than {:g} m/s count as "
        "that.\n",
        arguments.min_wind_m_s);
    return 0;
}

}  // namespace

void add_year(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("year", verb_description("year"));
    auto const arguments = std::make_shared<YearArguments>();
    verb->add_option("folder", arguments->folder, "A folder of `hacthanh transfer --directions N`")
        ->required()
        ->check(CLI::ExistingDirectory);
    verb->add_option("--weather", arguments->weather, "Hourly observations, any format that [weather] file reads")
        ->required();
    verb->add_option("--hour-factors", arguments->hour_factors,
                     "Emission of the 24 hours of a day, local time, over that of the run")
        ->required()
        ->delimiter(',')
        ->expected(24)
        ->check(CLI::NonNegativeNumber);
    verb->add_option("--weekday-factors", arguments->weekday_factors, "The same for Monday to Sunday; default: 1")
        ->delimiter(',')
        ->expected(7)
        ->check(CLI::NonNegativeNumber);
    verb->add_option("--month-factors", arguments->month_factors, "The same for January to December; default: 1")
        ->delimiter(',')
        ->expected(12)
        ->check(CLI::NonNegativeNumber);
    verb->add_option("--year", arguments->year, "Calendar year")->check(CLI::Range(1900, 2200))->capture_default_str();
    verb->add_option("--utc-offset", arguments->utc_offset_h, "Local time minus UTC [h]")->capture_default_str();
    verb->add_option("--min-wind", arguments->min_wind_m_s, "Weaker winds count as this [m/s], as in runs")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    verb->add_option("--background", arguments->background, "Added to every hour [ug/m3]")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    verb->add_option("-o,--output", arguments->output, "Statistics of every place, CSV");
    verb->add_option("--series", arguments->series, "Every hour at every place [ug/m3], CSV");
    verb->add_option("--threads", arguments->threads, "Threads; default: all cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return evaluate(*arguments); }; });
}

}  // namespace hacthanh::app
