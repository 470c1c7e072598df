#include "app/hacthanh/sampled_hours.hpp"

#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/transfer_check.hpp"
#include "app/hacthanh/utc_text.hpp"
#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/random.hpp"
#include "sim/core/temporary_folder.hpp"
#include "sim/run/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

constexpr float kg_of_ug = 1e-9F;

std::string this_program() { return fmt::format("{} {}", build_info().version, build_info().commit); }

/// The run's mean of the hour beside the product of the same traffic's emission.
state::HourAgreement run_hour(Session const& session, FastAir const& air, Parallel const& parallel) {
    TemporaryFolder const folder("hacthanh-hour");
    auto const file = folder / "hour.nc";
    auto const traffic = session.start_traffic({});
    auto options = session.writer_options(parallel.n_threads());
    options.keep_fields = options.keep_roads = options.keep_wind = false;
    auto const header = session.header(parallel.n_threads(), traffic.seed);
    io::NetcdfResultSink results(header, file.string(), options);
    auto const winds = session.wind_catalogue();
    run::Ports const ports{*traffic.source, results, nullptr, nullptr, nullptr, winds.get(), nullptr};
    results.finish(run::run(session.stage(), ports, parallel));
    auto product = air.air_of(air.rates_of(replay_emission(session), session.city()).rates);
    for (float& value : product) value *= kg_of_ug;
    double const from_s = settled_from_s(session);
    auto const pairs = place_pairs(air.table(), product, io::ResultReader(file.string()), from_s, session.mesh());
    validate(pairs.has_value(), "output.interval_s",
             fmt::format("no interval begins after the spin-up ({:g} s)", from_s),
             "run the scenario with shorter intervals and make the tables again");
    return state::hour_agreement(pairs->with_air);
}

nlohmann::ordered_json facts(state::HourAgreement const& found) {
    return {{"pairs", found.pairs},
            {"fractional_bias", found.fractional_bias()},
            {"within_10_percent", found.within_10_percent},
            {"within_15_percent", found.within_15_percent}};
}

}  // namespace

std::vector<std::pair<double, std::int64_t>> planned_hours(HoursWish const& wish, std::int64_t seed) {
    std::vector<std::pair<double, std::int64_t>> hours;
    for (std::size_t h = 0; h < wish.hours; ++h) {
        auto const bits = philox({static_cast<std::uint32_t>(h), static_cast<std::uint32_t>(wish.hours), 0, 0},
                                 {static_cast<std::uint32_t>(seed), 0x686f7572U});
        double const at =
            (static_cast<double>(h) + static_cast<double>(uniform(bits[0]))) / static_cast<double>(wish.hours);
        double const volume = wish.least_volume + at * (wish.greatest_volume - wish.least_volume);
        hours.emplace_back(std::round(1000 * volume) / 1000, seed + 1 + static_cast<std::int64_t>(h));
    }
    return hours;
}

state::SampledHours check_hours(std::filesystem::path const& result, FastAir const& air, HoursWish const& wish,
                                Parallel const& parallel,
                                std::function<void(state::SampledHours const&)> const& on_hour) {
    ScenarioArguments again;
    again.from = result;
    Session const base(again);
    air.require_air_of(base, result.string());
    auto const& s = base.scenario();
    validate(s.traffic.recording.empty(), "traffic.recording", "a recording has one volume and one seed",
             "make the tables from a run with a traffic.sumo_config");
    auto const& known = air.table().hours;
    double const length_s = s.traffic.end_s - settled_from_s(base);
    state::SampledHours checked{"", this_program(), length_s, {}};
    for (auto const& [volume, seed] : planned_hours(wish, base.seed())) {
        if (known && known->program == checked.program) {
            auto const same = std::ranges::find_if(known->hours, [volume = volume, seed = seed](auto const& hour) {
                return hour.volume == volume && hour.seed == seed;
            });
            if (same != known->hours.end()) {
                checked.hours.push_back(*same);
                checked.checked_utc = known->checked_utc;
                continue;
            }
        }
        again.overrides = {fmt::format("traffic.scale={}", volume * s.traffic.scale),
                           fmt::format("traffic.seed={}", seed)};
        Session const session(again);
        checked.hours.push_back({volume, seed, run_hour(session, air, parallel)});
        checked.checked_utc = utc_text(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
        log::info("checked hour {} of {}", checked.hours.size(), wish.hours);
        on_hour(checked);
    }
    return checked;
}

nlohmann::ordered_json hours_facts(std::optional<state::SampledHours> const& checked) {
    nlohmann::ordered_json document = {{"checked", checked.has_value()}};
    if (checked) {
        document["hours"] = checked->hours.size();
        document.update(facts(checked->all()));
        document["checked_utc"] = checked->checked_utc;
        document["program"] = checked->program;
        document["hour_length_s"] = checked->length_s;
        for (auto const& [volume, seed, found] : checked->hours) {
            nlohmann::ordered_json hour = {{"volume", volume}, {"seed", seed}};
            hour.update(facts(found));
            document["each"].push_back(hour);
        }
    }
    document["text"] = hours_text(checked);
    return document;
}

std::string hours_text(std::optional<state::SampledHours> const& checked) {
    if (!checked)
        return "NOT CHECKED against full runs of sampled hours (hacthanh transfer RESULT --check-hours 8 does)";
    auto const all = checked->all();
    if (all.pairs == 0) return fmt::format("{} sampled hours had no air of the traffic", checked->hours.size());
    auto const [least, most] = std::ranges::minmax(checked->hours, {}, &state::SampledHour::volume);
    return fmt::format(
        "bias {:+.1f} %, {:.0f} % within 10 %, {:.0f} % within 15 % of {} pairs of place and hour with air of the "
        "traffic; {} full runs of {:g} s in this wind, volume {:g} to {:g} of the tables' run, other seeds; {} UTC",
        100 * all.fractional_bias(), 100 * all.within_10_percent, 100 * all.within_15_percent, all.pairs,
        checked->hours.size(), checked->length_s, least.volume, most.volume, checked->checked_utc);
}

}  // namespace hacthanh::app
