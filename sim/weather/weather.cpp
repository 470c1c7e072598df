#include "sim/weather/weather.hpp"

#include "sim/core/error.hpp"
#include "sim/weather/solar.hpp"
#include "sim/weather/stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>

namespace hacthanh::weather {
namespace {

using detail::Knot;

constexpr double hour_s = 3600;
constexpr double zero_celsius = 273.15;        ///< [K]
constexpr double held_at_the_ends_s = hour_s;  ///< [s] an hourly file ends an hour before midnight
constexpr double border_tolerance_s = 1e-6;
constexpr double still_air = 1e-9;  ///< [m/s] the vector has no direction below

std::string utc(double time_utc_s) {
    auto const seconds = std::chrono::sys_seconds(std::chrono::seconds(std::llround(time_utc_s)));
    auto const day = std::chrono::floor<std::chrono::days>(seconds);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(seconds - day);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count());
}

/// Refuses a moment that the observations do not reach.
void check_covered(std::vector<Knot> const& knots, double time_s, WeatherOptions const& options,
                   std::string const& file, double epoch_utc_s) {
    auto const after = std::ranges::lower_bound(knots, time_s, {}, &Knot::time_s);
    auto const moment = utc(epoch_utc_s + time_s);
    if (after == knots.begin() || after == knots.end()) {
        Knot const& end = after == knots.begin() ? knots.front() : knots.back();
        validate(std::abs(end.time_s - time_s) <= held_at_the_ends_s, fmt::format("{}:{}", file, end.line),
                 fmt::format("the {} observation, of {}, is more than an hour from {}, which the run needs",
                             after == knots.begin() ? "first" : "last", utc(epoch_utc_s + end.time_s), moment),
                 "check time.date, time.start_clock and time.utc_offset, or get a longer record");
        return;
    }
    Knot const& before = *(after - 1);
    validate(after->time_s - before.time_s <= options.max_gap_hours * hour_s + border_tolerance_s,
             fmt::format("{}:{}", file, after->line),
             fmt::format("no wind from {} to {}, which is longer than weather.max_gap_hours = {}",
                         utc(epoch_utc_s + before.time_s), utc(epoch_utc_s + after->time_s), options.max_gap_hours),
             "fill the gap, or raise weather.max_gap_hours if a straight line over it will do");
}

Conditions rose_conditions(WeatherOptions const& options, state::WeatherRecord const& record) {
    auto const n = record.rose.size();
    if (options.rose_class < 1 || static_cast<std::size_t>(options.rose_class) > n) {
        std::string classes;
        for (std::size_t c = 0; c < std::min<std::size_t>(n, 60); ++c) {
            auto const& row = record.rose[c];
            classes += fmt::format("\n    {:>3}: from {} degrees, {} m/s, class {}, {:.2f} % of the time", c + 1,
                                   row.wind_from_deg, row.wind_speed, row.stability, 100 * row.frequency);
        }
        throw InputError(
            record.file,
            fmt::format("weather.rose_class = {} (must be 1 to {}, a class of this wind rose)", options.rose_class, n),
            fmt::format("choose one:{}{}", classes, n > 60 ? "\n    …" : ""));
    }
    auto const& row = record.rose[static_cast<std::size_t>(options.rose_class) - 1];
    double const height = row.mixing_height.value_or(options.mixing_height_m);
    return {row.wind_speed, row.wind_from_deg,
            golder_inverse_length(row.stability - 'A' + 1, options.met_site_roughness_m),
            std::min(height, options.inversion_height_m.value_or(height))};
}

}  // namespace

Weather::Weather(WeatherOptions options, RunSetting const& setting)
    : options_(std::move(options)), setting_(setting), knots_{detail::make_knot(0, 0, constant_conditions(options_))} {}

Weather::Weather(WeatherOptions options, state::WeatherRecord const& record, RunSetting const& setting)
    : options_(std::move(options)), setting_(setting), notes_(record.notes) {
    if (record.latitude_deg) setting_.latitude_deg = record.latitude_deg;
    if (record.longitude_deg) setting_.longitude_deg = record.longitude_deg;
    double const max_gap_s = options_.max_gap_hours * hour_s;
    temperature_ = {record.observations, &state::WeatherObservation::temperature, max_gap_s};
    cloud_ = {record.observations, &state::WeatherObservation::cloud_cover, max_gap_s};
    radiation_ = {record.observations, &state::WeatherObservation::global_radiation, max_gap_s};
    if (!record.rose.empty()) {
        knots_.push_back(detail::make_knot(0, 0, rose_conditions(options_, record)));
        notes_.push_back(fmt::format("wind rose class {} of {}, {:.2f} % of the time", options_.rose_class,
                                     record.rose.size(),
                                     100 * record.rose[static_cast<std::size_t>(options_.rose_class) - 1].frequency));
        return;
    }
    knots_ = detail::make_knots(options_, record, setting, notes_);
    validate(!knots_.empty(), record.file,
             fmt::format("no wind from {} to {}", utc(setting.epoch_utc_s + setting.begin_s),
                         utc(setting.epoch_utc_s + setting.end_s)),
             "check time.date, or get the record of that time");
    double const span = setting.end_s - setting.begin_s;
    n_intervals_ =
        static_cast<std::size_t>(std::max(1.0, std::ceil((span - border_tolerance_s) / options_.update_interval_s)));
    for (std::size_t n = 0; n < n_intervals_; ++n)
        check_covered(knots_, interval_begin_s(n) + 0.5 * options_.update_interval_s, options_, record.file,
                      setting.epoch_utc_s);
    if (knots_.size() == 1) knots_.push_back(knots_.front());  // one observation within an hour: not constant by wish
}

std::size_t Weather::interval_at(double time_s) const {
    if (constant()) return 0;
    double const passed = std::max(0.0, time_s - setting_.begin_s + border_tolerance_s);
    return static_cast<std::size_t>(passed / options_.update_interval_s);
}

double Weather::interval_begin_s(std::size_t interval) const {
    return setting_.begin_s + static_cast<double>(interval) * options_.update_interval_s;
}

Conditions Weather::in_interval(std::size_t interval) const {
    return at(interval_begin_s(interval) + 0.5 * options_.update_interval_s);
}

Conditions Weather::at(double time_s) const {
    auto const next = std::ranges::lower_bound(knots_, time_s, {}, &Knot::time_s);
    Knot const& after = next == knots_.end() ? knots_.back() : *next;
    Knot const& before = next == knots_.begin() ? knots_.front() : *(next - 1);
    double const gap = after.time_s - before.time_s;
    double const share = gap > 0 ? std::clamp((time_s - before.time_s) / gap, 0.0, 1.0) : 0.0;
    auto const mix = [&](double Knot::*member) { return (1 - share) * before.*member + share * after.*member; };
    Conditions now;
    now.inverse_obukhov_length = mix(&Knot::inverse_obukhov_length);
    now.mixing_height_m = mix(&Knot::mixing_height);
    bool const same_direction = before.from_deg == after.from_deg;
    double const east = mix(&Knot::from_east);
    double const north = mix(&Knot::from_north);
    now.wind_speed_m_s = std::hypot(east, north);
    now.wind_from_deg = before.from_deg;
    if (!same_direction && now.wind_speed_m_s > still_air) {
        double const angle = std::atan2(east, north) * 180 / std::numbers::pi;
        now.wind_from_deg = angle < 0 ? angle + 360 : angle;
    }
    return now;
}

double Weather::temperature(double time_s) const {
    return temperature_.at(setting_.epoch_utc_s + time_s).value_or(options_.temperature_c + zero_celsius);
}

double Weather::sunlight(double time_s) const {
    double const time_utc_s = setting_.epoch_utc_s + time_s;
    if (auto const observed = radiation_.at(time_utc_s)) return *observed;
    auto const latitude = options_.latitude_deg ? options_.latitude_deg : setting_.latitude_deg;
    auto const longitude = options_.longitude_deg ? options_.longitude_deg : setting_.longitude_deg;
    validate(latitude && longitude, "weather.latitude_deg", "sunlight needs the place, and the road network has none",
             "give weather.latitude_deg and weather.longitude_deg (Thanh Hoá is at 19.8, 105.8)");
    return global_radiation(solar_elevation_deg(time_utc_s, *latitude, *longitude),
                            cloud_.at(time_utc_s).value_or(options_.cloud_cover));
}

}  // namespace hacthanh::weather
