#include "sim/answers/year.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/hacthanh/year_background.hpp"
#include "app/hacthanh/year_formed.hpp"
#include "app/hacthanh/year_hours.hpp"
#include "app/hacthanh/year_tables.hpp"
#include "app/hacthanh/year_text.hpp"
#include "app/verb_list.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/impact/air_quality_index.hpp"
#include "sim/impact/averaging.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

namespace hacthanh::app {
namespace {

constexpr double ug_of_kg = 1e9;
constexpr double hours_of_leap_year = 8784;
constexpr double most_numbers = 1e9;  // places x hours that are held: 4 GB

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

int evaluate(YearArguments const& arguments) {
    auto const tables = read_year_tables(arguments.folder);
    auto const species = year_species(arguments, tables);
    YearBackground const background(arguments, species);
    std::vector<std::vector<float>> emissions;  // of species that are products
    for (auto const& one : species)
        if (!one.formed) emissions.push_back(one.emission);
    std::size_t const n_places = tables.places.cell.size();
    validate(n_places > 0 && static_cast<double>(n_places) * hours_of_leap_year <= most_numbers,
             arguments.folder.string(), fmt::format("a year at {} places cannot be held at once", n_places),
             "build it with another --spacing");
    Parallel const parallel(arguments.threads);
    Stopwatch const watch;
    std::vector<float> emission;
    for (std::size_t s = 0; s < tables.places.sources.size(); ++s)
        for (auto const& of_species : emissions) emission.push_back(of_species[s]);
    auto const products = answers::products_of_tables(tables.rows, emission, emissions.size(), parallel);
    std::optional<FormedYear> formed;
    if (emissions.size() < species.size()) formed.emplace(tables, parallel);
    answers::YearRules const rules{.least_coverage = impact::least_coverage};
    auto years = nlohmann::ordered_json::array();
    std::string csv = place_columns;
    for (int const of_year : arguments.years) {
        auto const year = hours_of(arguments, tables, of_year);
        std::size_t const n_hours = year.hours.size();
        nlohmann::ordered_json said = {
            {"year", of_year}, {"hours", n_hours}, {"coverage", 0}, {"calm_hours", year.calm}};
        auto const rates = formed ? rates_of_hours(arguments, year) : std::vector<chemistry::Rates>{};
        std::size_t product = 0;
        for (auto const& one : species) {
            auto hours = one.formed ? formed->hours(one.name, year, rates, background)
                                    : answers::hours_of_year(products, product++, year.hours, parallel);
            auto const outside = background.hours(one.name, year.begin_utc_s, n_hours);
            std::vector<PlaceYear> found(n_places);
            bool const particles = is_particles(one.name);
            parallel.for_blocks(n_places, 16, [&](std::size_t first, std::size_t last) {
                for (std::size_t r = first; r < last; ++r) {
                    auto const place = std::span(hours).subspan(r * n_hours, n_hours);
                    for (std::size_t h = 0; h < n_hours && !one.formed; ++h)
                        place[h] = static_cast<float>(place[h] * ug_of_kg + outside[h]);
                    found[r].statistics = answers::year_statistics(place, rules);
                    if (particles) found[r].highest_nowcast = highest_nowcast(place);
                }
            });
            said["coverage"] = found.front().statistics.coverage;
            auto const& file = arguments.background_file;
            validate(std::isfinite(found.front().statistics.mean),
                     arguments.weather.string() + (file.empty() ? "" : " with " + file.string()),
                     fmt::format("it covers {:.0f} % of the hours of {} (at least {:.0f} % are needed)",
                                 100 * found.front().statistics.coverage, of_year, 100 * impact::least_coverage),
                     "give the years that it covers with --year");
            said["species"][one.name] = year_facts(found, particles);
            if (!arguments.output.empty()) csv += place_rows(of_year, one.name, tables, found);
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
        say_year(document, arguments);
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
    verb->add_option(
            "--species", arguments->species,
            "Of the tables' run, e.g. NOx,PM,CO, all with the removal of NOx; NO, NO2 and O3 are formed in the "
            "air; default: NOx")
        ->delimiter(',');
    verb->add_option("--utc-offset", arguments->utc_offset_h, "Local time minus UTC [h]")->capture_default_str();
    verb->add_option("--min-wind", arguments->min_wind_m_s, "Weaker winds count as this [m/s], as in runs")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    verb->add_option("--background", arguments->background, "Added to every hour [ug/m3]: SPECIES=VALUE")
        ->delimiter(',');
    verb->add_option("--background-file", arguments->background_file,
                     "The same hour by hour (docs/formats/background.md), for the species that it has")
        ->check(CLI::ExistingFile);
    verb->add_option("--latitude", arguments->latitude_deg,
                     "Of the city, for the sun that NO2 and O3 react in; default: of the weather's site")
        ->check(CLI::Range(-90.0, 90.0));
    verb->add_option("--longitude", arguments->longitude_deg, "East of Greenwich")->check(CLI::Range(-180.0, 180.0));
    verb->add_option("--temperature", arguments->temperature_c, "Where the weather has none [degrees C]")
        ->check(CLI::Range(-40.0, 55.0))
        ->capture_default_str();
    verb->add_option("--cloud", arguments->cloud_cover, "Share of the sky, where the weather has none")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
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
