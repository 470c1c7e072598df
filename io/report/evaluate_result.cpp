#include "io/report/evaluate_result.hpp"

#include "io/demand_tables.hpp"
#include "io/report/model_at_station.hpp"
#include "sim/core/local_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace hacthanh::io::report {
namespace {

constexpr std::size_t most_reasons = 20;  // listed one by one

/// @param place  "stations.csv:7"
void leave_out(evaluation::Evaluation& evaluation, std::string const& place, Text const& reason) {
    auto& list = evaluation.left_out;
    if (list.size() < most_reasons)
        list.push_back({place + ": " + reason.english, place + ": " + reason.vietnamese});
    else if (list.size() == most_reasons)
        list.push_back(Text::same("…"));
}

Text const not_covered{"the run does not cover this time", "lượt chạy không bao trùm thời gian này"};

std::string place_of(std::filesystem::path const& file, std::size_t line) {
    return fmt::format("{}:{}", file.filename().string(), line);
}

void add_monitors(evaluation::Evaluation& evaluation, ResultReader const& result, std::filesystem::path const& file) {
    auto const& facts = result.facts();
    double const epoch_s = static_cast<double>(parse_utc(facts.epoch_utc).value_or(0));
    double const offset_s = parse_utc_offset(facts.utc_offset).value_or(0);
    auto const table = read_monitors(file, offset_s);
    std::map<std::string, ModelAtStation> models;
    std::map<std::string, std::map<std::string, std::vector<evaluation::Sample>>> samples;  // species, station
    for (auto const& value : table.values) {
        auto const species = std::ranges::find(facts.species, value.species);
        if (species == facts.species.end()) {
            leave_out(evaluation, place_of(file, value.line),
                      {"the run has no " + value.species, "lượt chạy không có " + value.species});
            continue;
        }
        auto model = models.find(value.station);
        if (model == models.end()) {
            auto const place = std::ranges::find(table.places, value.station, &MonitorPlace::name);
            model =
                models
                    .try_emplace(value.station, result, value.station, place == table.places.end() ? nullptr : &*place)
                    .first;
        }
        double const begin_s = value.begin_utc_s - epoch_s;
        auto const modelled = model->second.mean(static_cast<std::size_t>(species - facts.species.begin()), begin_s,
                                                 begin_s + value.hours * 3600);
        if (!modelled) {
            leave_out(evaluation, place_of(file, value.line), not_covered);
            continue;
        }
        samples[value.species][value.station].push_back(
            {std::llround(value.begin_utc_s + offset_s), value.hours, {value.ug_m3, *modelled}});
    }
    for (auto& [species, stations] : samples) {
        std::vector<evaluation::StationScores> scores;
        for (auto& [station, of_station] : stations) scores.push_back({station, std::move(of_station), {}, {}, 0});
        evaluation.species.push_back(evaluation::evaluate(species, std::move(scores)));
    }
}

/// Mean flow of some roads over a span, or nothing where the run does not cover it.
class Flows {
public:
    explicit Flows(ResultReader const& result) : result_(result), steps_(steps_after_spin_up(result.times())) {}

    std::optional<double> mean(std::size_t road, double begin_s, double end_s) {
        return mean_over(steps_, begin_s, end_s, [&](std::size_t step) -> double {
            auto known = flows_.find(step);
            if (known == flows_.end())
                known = flows_.emplace(step, result_.road_series(RoadQuantity::flow, step)).first;
            return known->second.at(road);
        });
    }

private:
    ResultReader const& result_;
    std::vector<Step> steps_;
    std::map<std::size_t, std::vector<float>> flows_;
};

void add_counts(evaluation::Evaluation& evaluation, ResultReader const& result, std::filesystem::path const& file) {
    LocalClock const clock(result.facts().epoch_utc, result.facts().utc_offset);
    std::map<std::string, std::size_t> places;
    KnownNames names;
    for (std::size_t road = 0; road < result.roads().size(); ++road) {
        if (result.roads()[road].internal) continue;
        names.push_back(result.roads()[road].name);
        places[names.back()] = road;
    }
    Flows flows(result);
    for (auto const& count : read_counts(file, clock.seconds_of_day(0), names)) {
        std::size_t const road = places.at(count.edge);
        auto const flow = flows.mean(road, count.begin_s, count.end_s);
        if (!flow) {
            leave_out(evaluation, place_of(file, count.line), not_covered);
            continue;
        }
        auto const& street = result.roads()[road].street_name;
        evaluation.counts.push_back(
            evaluation::evaluate_count(street.empty() ? count.edge : fmt::format("{} ({})", street, count.edge),
                                       count.begin_s, count.end_s, count.vehicles, *flow));
    }
}

}  // namespace

evaluation::Evaluation evaluate_result(ResultReader const& result, MeasuredFiles const& measured) {
    evaluation::Evaluation evaluation;
    if (measured.monitors) add_monitors(evaluation, result, *measured.monitors);
    if (measured.counts) add_counts(evaluation, result, *measured.counts);
    return evaluation;
}

}  // namespace hacthanh::io::report
