#include "app/hacthanh/year_text.hpp"

#include "io/write_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace hacthanh::app {

nlohmann::ordered_json year_facts(std::vector<PlaceYear> const& found, bool particles) {
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

std::string place_rows(int year, std::string const& species, YearTables const& tables,
                       std::vector<PlaceYear> const& found) {
    std::string text;
    for (std::size_t r = 0; r < found.size(); ++r) {
        auto const& s = found[r].statistics;
        text +=
            fmt::format("{},{},{:.1f},{:.1f},{:.4g},{:.4g},{:.4g},{:.4g},{:.4g},{:.4g},{}\n", year, species,
                        tables.places.x[r], tables.places.y[r], s.mean, s.highest_hour, s.hour_after_exceedances,
                        s.highest_day, s.day_after_exceedances, s.highest_8_hours,
                        std::isnan(found[r].highest_nowcast) ? "" : fmt::format("{:.4g}", found[r].highest_nowcast));
    }
    return text;
}

void write_series(std::filesystem::path const& file, YearTables const& tables, std::vector<float> const& hours,
                  int year) {
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

void say_year(nlohmann::ordered_json const& document, YearArguments const& arguments) {
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

}  // namespace hacthanh::app
