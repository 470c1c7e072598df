#include "sim/weather/detail/stability_finder.hpp"

#include "sim/core/error.hpp"
#include "sim/weather/solar.hpp"
#include "sim/weather/stability.hpp"

#include <fmt/format.h>

namespace hacthanh::weather::detail {
namespace {

constexpr double hour_s = 3600;

bool has(ObservedSeries const& series) { return !series.empty(); }

}  // namespace

Place place_of(WeatherOptions const& options, state::WeatherRecord const& record, RunSetting const& setting,
               std::string_view why) {
    auto const first = [](auto const& a, auto const& b, auto const& c) { return a ? a : b ? b : c; };
    auto const latitude = first(options.latitude_deg, record.latitude_deg, setting.latitude_deg);
    auto const longitude = first(options.longitude_deg, record.longitude_deg, setting.longitude_deg);
    validate(latitude && longitude, record.file,
             fmt::format("{} needs the place of the met site, and neither this file nor the road network has one", why),
             "give weather.latitude_deg and weather.longitude_deg (Thanh Hoá is at 19.8, 105.8)");
    return {*latitude, *longitude};
}

StabilityFinder::StabilityFinder(WeatherOptions const& options, state::WeatherRecord const& record,
                                 std::span<state::WeatherObservation const> observations, RunSetting const& setting)
    : options_(options),
      record_(record),
      length_(observations, &state::WeatherObservation::inverse_obukhov_length, options.max_gap_hours * hour_s),
      radiation_(observations, &state::WeatherObservation::global_radiation, options.max_gap_hours * hour_s),
      cloud_(observations, &state::WeatherObservation::cloud_cover, options.max_gap_hours * hour_s),
      ceiling_(observations, &state::WeatherObservation::ceiling_height, options.max_gap_hours * hour_s),
      way_(choose()) {
    if (way_ != Way::radiation && way_ != Way::cloud) return;
    Place const place = place_of(options, record, setting, "stability from cloud or radiation");
    latitude_deg_ = place.latitude_deg;
    longitude_deg_ = place.longitude_deg;
}

StabilityFinder::Way StabilityFinder::choose() const {
    auto const demand = [&](bool there, Way way, std::string_view what) {
        validate(
            there, record_.file,
            fmt::format("weather.stability = \"{}\", but the file has no {} around the run", options_.stability, what),
            "choose another weather.stability, or \"auto\"");
        return way;
    };
    if (options_.stability == "given") return demand(has(length_), Way::given, "Monin-Obukhov length");
    if (options_.stability == "radiation") return demand(has(radiation_), Way::radiation, "radiation");
    if (options_.stability == "cloud") return demand(has(cloud_), Way::cloud, "cloud cover");
    if (options_.stability == "neutral") return Way::constant;
    if (has(length_)) return Way::given;
    if (has(radiation_)) return Way::radiation;
    return has(cloud_) ? Way::cloud : Way::constant;
}

double StabilityFinder::inverse_length(state::WeatherObservation const& observation, double wind_speed) {
    if (way_ == Way::constant) {
        bool const neutral = options_.stability == "neutral" || !options_.monin_obukhov_length_m;
        return neutral ? 0.0 : 1 / *options_.monin_obukhov_length_m;
    }
    if (way_ == Way::given) return needed(length_, observation, "Monin-Obukhov length");
    return golder_inverse_length(stability_class(observation, wind_speed), options_.met_site_roughness_m);
}

/// From one hour before sunset to one hour after sunrise (EPA-454/R-99-005, table 6-6).
bool StabilityFinder::night(double time_utc_s) const {
    for (double const shift : {-hour_s, 0.0, hour_s})
        if (solar_elevation_deg(time_utc_s + shift, latitude_deg_, longitude_deg_) <= 0) return true;
    return false;
}

int StabilityFinder::stability_class(state::WeatherObservation const& observation, double wind_speed) {
    double const time = observation.time_utc_s;
    if (night(time)) return night_class(observation, wind_speed);
    if (way_ == Way::radiation) return radiation_class(wind_speed, needed(radiation_, observation, "radiation"));
    Sky const sky{false, solar_elevation_deg(time, latitude_deg_, longitude_deg_),
                  needed(cloud_, observation, "cloud cover"), ceiling_.at(time)};
    return turner_class(wind_speed, net_radiation_index(sky));
}

int StabilityFinder::night_class(state::WeatherObservation const& observation, double wind_speed) {
    if (cloud_.empty()) {
        ++nights_without_cloud_;
        return turner_class(wind_speed, -1);  // as under a cloudy sky: the less stable of the two nights
    }
    double const cover = needed(cloud_, observation, "cloud cover");
    return turner_class(wind_speed, net_radiation_index({true, 0, cover, ceiling_.at(observation.time_utc_s)}));
}

double StabilityFinder::needed(ObservedSeries const& series, state::WeatherObservation const& observation,
                               std::string_view what) const {
    auto const value = series.at(observation.time_utc_s);
    validate(
        value.has_value(), fmt::format("{}:{}", record_.file, observation.line),
        fmt::format("no {} within weather.max_gap_hours = {}, needed for the stability", what, options_.max_gap_hours),
        "fill the gap, raise weather.max_gap_hours, or set weather.stability = \"neutral\"");
    return *value;
}

std::vector<std::string> StabilityFinder::notes() const {
    std::vector<std::string> notes;
    if (way_ == Way::given) notes.emplace_back("stability: the Monin-Obukhov length of the file");
    if (way_ == Way::radiation)
        notes.emplace_back("stability: from radiation by day and cloud by night (EPA-454/R-99-005, Golder 1972)");
    if (way_ == Way::cloud) notes.emplace_back("stability: from cloud and sun (Turner 1964, Golder 1972)");
    if (way_ == Way::constant)
        notes.push_back(options_.stability != "neutral" && options_.monin_obukhov_length_m
                            ? fmt::format("stability: weather.monin_obukhov_length_m = {} throughout",
                                          *options_.monin_obukhov_length_m)
                            : std::string("stability: neutral throughout"));
    if (nights_without_cloud_ > 0)
        notes.push_back(
            fmt::format("{} night observations without cloud cover count as cloudy nights", nights_without_cloud_));
    return notes;
}

}  // namespace hacthanh::weather::detail
