#include "sim/answers/year.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/transfer_file.hpp"
#include "io/weather_file.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/impact/air_quality_index.hpp"
#include "sim/impact/averaging.hpp"
#include "sim/weather/calm.hpp"
#include "sim/weather/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

constexpr double ug_of_kg = 1e9;
constexpr double hour_s = 3600;
constexpr double hours_of_leap_year = 8784;
constexpr double most_numbers = 1e9;  // places x hours that are held: 4 GB

struct YearArguments {
    fs::path folder;
    fs::path weather;
    fs::path output;
    fs::path series;
    std::vector<int> years{2025};
    std::vector<std::string> species;  ///< empty = that whose removal the tables have
    double utc_offset_h = 7;
    double min_wind_m_s = weather::WeatherOptions{}.min_wind_m_s;
    std::vector<std::string> background;  ///< SPECIES=VALUE
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
    state::TransferTable places;  ///< of the first: receptors, sources and their emission
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
                     table.rows.reference == all.front().rows.reference && table.emitted == all.front().emitted &&
                     table.emission == all.front().emission,
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
YearOfHours hours_of(YearArguments const& arguments, Tables const& tables, int of_year) {
    using namespace std::chrono;
    auto const begin = sys_days(year(of_year) / January / 1), end = sys_days(year(of_year + 1) / January / 1);
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

/// A species of the tables' run, as it is asked for.
struct Species {
    std::string name;
    double background = 0;        ///< [ug/m3]
    std::vector<float> emission;  ///< of each source [kg/s]
};

std::vector<Species> species_of(YearArguments const& arguments, state::TransferTable const& table) {
    auto names = arguments.species;
    if (names.empty()) names.push_back(table.species);
    std::vector<Species> all;
    for (auto const& name : names) {
        Species one{name, 0, {}};
        if (name == table.species) {
            one.emission.assign(table.rows.reference.begin(), table.rows.reference.end());
        } else {
            auto const found = std::ranges::find(table.emitted, name);
            validate(
                found != table.emitted.end(), "--species",
                fmt::format("the tables have no {}, only {}", name,
                            table.emitted.empty() ? table.species : fmt::format("{}", fmt::join(table.emitted, ", "))),
                "take one of them, or build the tables again with this program");
            auto const column = static_cast<std::size_t>(found - table.emitted.begin());
            for (std::size_t s = 0; s < table.sources.size(); ++s)
                one.emission.push_back(static_cast<float>(table.emission[s * table.emitted.size() + column]));
        }
        all.push_back(std::move(one));
    }
    for (auto const& text : arguments.background) {
        auto const equals = text.find('=');
        auto const found = std::ranges::find(all, text.substr(0, equals), &Species::name);
        double value = -1;
        if (equals != std::string::npos) std::from_chars(text.data() + equals + 1, text.data() + text.size(), value);
        validate(found != all.end() && value >= 0, "--background",
                 fmt::format("{} is not SPECIES=VALUE of a species that is asked for", text),
                 "e.g. --background NOx=15");
        found->background = value;
    }
    return all;
}

/// What a year was at a place: the statistics, and of particles the highest NowCast.
struct PlaceYear {
    answers::YearStatistics statistics;
    double highest_nowcast = std::numeric_limits<double>::quiet_NaN();
};

bool is_particles(std::string const& species) { return species.starts_with("PM"); }

double highest_nowcast(std::span<float const> hours) {
    double highest = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::optional<double>> newest_first(impact::nowcast_hours);
    for (std::size_t h = 0; h < hours.size(); ++h) {
        for (std::size_t k = 0; k < newest_first.size(); ++k)
            newest_first[k] =
                k <= h && !std::isnan(hours[h - k]) ? std::optional(static_cast<double>(hours[h - k])) : std::nullopt;
        auto const now = impact::nowcast(newest_first);
        if (now && !(highest >= *now)) highest = *now;
    }
    return highest;
}

nlohmann::ordered_json facts(std::vector<PlaceYear> const& found, bool particles) {
    nlohmann::ordered_json facts;
    auto const add = [&](char const* name, auto const& value) {
        double sum = 0, most = 0;
        for (auto const& one : found) sum += value(one), most = std::max(most, value(one));
        facts[name] = {{"mean_of_places", sum / static_cast<double>(found.size())}, {"highest_place", most}};
    };
    auto const of = [](double answers::YearStatistics::*value) {
        return [value](PlaceYear const& one) { return one.statistics.*value; };
    };
    add("annual_mean", of(&answers::YearStatistics::mean));
    add("highest_hour", of(&answers::YearStatistics::highest_hour));
    add("hour_after_18_exceedances", of(&answers::YearStatistics::hour_after_exceedances));
    add("highest_day", of(&answers::YearStatistics::highest_day));
    add("day_after_35_exceedances", of(&answers::YearStatistics::day_after_exceedances));
    add("highest_8_hours", of(&answers::YearStatistics::highest_8_hours));
    if (particles) add("highest_nowcast", [](PlaceYear const& one) { return one.highest_nowcast; });
    return facts;
}

/// The lowest and highest of every statistic over years: {species: {statistic: {which: [low, high]}}}.
nlohmann::ordered_json range_of(nlohmann::ordered_json const& years) {
    nlohmann::ordered_json range;
    for (auto const& year : years)
        for (auto const& [species, statistics] : year.at("species").items())
            for (auto const& [statistic, values] : statistics.items())
                for (auto const& [which, value] : values.items()) {
                    auto& ends = range[species][statistic][which];
                    if (ends.is_null()) ends = {value, value};
                    ends[0] = std::min(ends[0].get<double>(), value.get<double>());
                    ends[1] = std::max(ends[1].get<double>(), value.get<double>());
                }
    return range;
}

std::string place_rows(int year, Species const& species, Tables const& tables, std::vector<PlaceYear> const& found) {
    std::string text;
    for (std::size_t r = 0; r < found.size(); ++r) {
        auto const& s = found[r].statistics;
        text +=
            fmt::format("{},{},{:.1f},{:.1f},{:.4g},{:.4g},{:.4g},{:.4g},{:.4g},{:.4g},{}\n", year, species.name,
                        tables.places.x[r], tables.places.y[r], s.mean, s.highest_hour, s.hour_after_exceedances,
                        s.highest_day, s.day_after_exceedances, s.highest_8_hours,
                        std::isnan(found[r].highest_nowcast) ? "" : fmt::format("{:.4g}", found[r].highest_nowcast));
    }
    return text;
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

void say(nlohmann::ordered_json const& document, YearArguments const& arguments) {
    for (auto const& year : document["years"]) {
        fmt::print("{}: {} hours ({:.1f} % with weather, {} calm), {} places [ug/m3]\n", year["year"].get<int>(),
                   year["hours"].get<std::size_t>(), 100 * year["coverage"].get<double>(),
                   year["calm_hours"].get<std::size_t>(), document["places"].get<std::size_t>());
        for (auto const& [species, statistics] : year["species"].items())
            for (auto const& [name, value] : statistics.items())
                fmt::print("  {:<6} {:<28} {:>10.3f} on the mean of places {:>10.3f} at the highest\n", species, name,
                           value["mean_of_places"].get<double>(), value["highest_place"].get<double>());
    }
    if (document["years"].size() > 1)
        for (auto const& [species, statistics] : document["range"].items())
            fmt::print("{:<6} annual mean of places from {:.3f} to {:.3f} over the years\n", species,
                       statistics["annual_mean"]["mean_of_places"][0].get<double>(),
                       statistics["annual_mean"]["mean_of_places"][1].get<double>());
    fmt::print(
        "Stability and what vehicles stir are those of the run in every hour; winds weaker than {:g} m/s count as "
        "that.\n",
        arguments.min_wind_m_s);
}

int evaluate(YearArguments const& arguments) {
    auto const tables = read_tables(arguments.folder);
    auto const species = species_of(arguments, tables.places);
    std::size_t const n_places = tables.places.cell.size();
    validate(n_places > 0 && static_cast<double>(n_places) * hours_of_leap_year <= most_numbers,
             arguments.folder.string(), fmt::format("a year at {} places cannot be held at once", n_places),
             "build it with another --spacing");
    Parallel const parallel(arguments.threads);
    Stopwatch const watch;
    std::vector<float> emission(tables.places.sources.size() * species.size());
    for (std::size_t s = 0; s < tables.places.sources.size(); ++s)
        for (std::size_t n = 0; n < species.size(); ++n) emission[s * species.size() + n] = species[n].emission[s];
    auto const products = answers::products_of_tables(tables.rows, emission, species.size(), parallel);
    answers::YearRules const rules{.least_coverage = impact::least_coverage};
    auto years = nlohmann::ordered_json::array();
    std::string csv =
        "year,species,x_m,y_m,annual_mean,highest_hour,hour_after_18_exceedances,highest_day,day_after_35_exceedances,"
        "highest_8_hours,highest_nowcast\n";
    for (int const of_year : arguments.years) {
        auto const year = hours_of(arguments, tables, of_year);
        std::size_t const n_hours = year.hours.size();
        nlohmann::ordered_json said = {
            {"year", of_year}, {"hours", n_hours}, {"coverage", 0}, {"calm_hours", year.calm}};
        for (std::size_t n = 0; n < species.size(); ++n) {
            auto hours = answers::hours_of_year(products, n, year.hours, parallel);
            std::vector<PlaceYear> found(n_places);
            bool const particles = is_particles(species[n].name);
            parallel.for_blocks(n_places, 16, [&](std::size_t first, std::size_t last) {
                for (std::size_t r = first; r < last; ++r) {
                    auto const place = std::span(hours).subspan(r * n_hours, n_hours);
                    for (float& hour : place) hour = static_cast<float>(hour * ug_of_kg + species[n].background);
                    found[r].statistics = answers::year_statistics(place, rules);
                    if (particles) found[r].highest_nowcast = highest_nowcast(place);
                }
            });
            said["coverage"] = found.front().statistics.coverage;
            validate(std::isfinite(found.front().statistics.mean), arguments.weather.string(),
                     fmt::format("it covers {:.0f} % of the hours of {} (at least {:.0f} % are needed)",
                                 100 * found.front().statistics.coverage, of_year, 100 * impact::least_coverage),
                     "give the years that it covers with --year");
            said["species"][species[n].name] = facts(found, particles);
            if (!arguments.output.empty()) csv += place_rows(of_year, species[n], tables, found);
            if (!arguments.series.empty()) write_series(arguments.series, tables, hours, of_year);
        }
        years.push_back(std::move(said));
    }
    nlohmann::ordered_json const document = {{"unit", "ug/m3"},
                                             {"places", n_places},
                                             {"evaluate_s", watch.seconds()},
                                             {"years", years},
                                             {"range", range_of(years)}};
    if (!arguments.output.empty()) io::write_text(arguments.output, csv);
    if (arguments.json)
        fmt::print("{}\n", document.dump(2));
    else
        say(document, arguments);
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
    verb->add_option("--year", arguments->years, "Calendar years, e.g. 2023,2024,2025; their range is given too")
        ->delimiter(',')
        ->check(CLI::Range(1900, 2200))
        ->capture_default_str();
    verb->add_option("--species", arguments->species,
                     "Of the tables' run, e.g. NOx,PM,CO; all with the removal of NOx; default: NOx")
        ->delimiter(',');
    verb->add_option("--utc-offset", arguments->utc_offset_h, "Local time minus UTC [h]")->capture_default_str();
    verb->add_option("--min-wind", arguments->min_wind_m_s, "Weaker winds count as this [m/s], as in runs")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    verb->add_option("--background", arguments->background, "Added to every hour [ug/m3]: SPECIES=VALUE")
        ->delimiter(',');
    verb->add_option("-o,--output", arguments->output, "Statistics of every place, CSV");
    verb->add_option("--series", arguments->series, "Every hour at every place [ug/m3], CSV; of one species and year");
    verb->add_option("--threads", arguments->threads, "Threads; default: all cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] {
        if (!arguments->series.empty() && (arguments->years.size() > 1 || arguments->species.size() > 1))
            throw CLI::ValidationError("--series", "takes one species and one year");
        action = [arguments] { return evaluate(*arguments); };
    });
}

}  // namespace hacthanh::app
