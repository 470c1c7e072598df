#include "viz/scene_data.hpp"

#include "sim/core/error.hpp"
#include "viz/apportion_choice.hpp"
#include "viz/detail/plain_letters.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/detail/result_roads.hpp"
#include "viz/detail/slab_cache.hpp"
#include "viz/detail/vehicle_places.hpp"
#include "viz/result_scene.hpp"
#include "viz/time_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace hacthanh::viz {
namespace {

constexpr std::string_view emission = "emission:";
constexpr std::string_view kerb = "kerb:";
constexpr float km_h_per_m_s = 3.6F;

/// "@27000.5" as seconds; nothing when the text is of another form.
std::optional<double> traffic_seconds(std::string const& time) {
    if (!time.starts_with('@')) return std::nullopt;
    double seconds = 0;
    char const* const end = time.data() + time.size();
    auto const read = std::from_chars(time.data() + 1, end, seconds);
    validate(read.ec == std::errc() && read.ptr == end && std::isfinite(seconds), "time",
             fmt::format("\"{}\" is no moment of the traffic clock", time), "write it as @27000.5, in seconds");
    return seconds;
}

/// The file of a run that goes on in OUT.nc.part may be OUT.nc by now.
std::filesystem::path present_name(std::filesystem::path const& path) {
    if (path.extension() != ".part" || std::filesystem::exists(path)) return path;
    std::filesystem::path finished = path;
    finished.replace_extension();
    return std::filesystem::exists(finished) ? finished : path;
}

double distance_to(city::Point a, city::Point b, ScenePoint p) {
    double const dx = b.x - a.x;
    double const dy = b.y - a.y;
    double const square = dx * dx + dy * dy;
    double const share = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
    return std::hypot(p.x - a.x - share * dx, p.y - a.y - share * dy);
}

/// At most `n` numbers spread evenly over [0, count).
std::vector<std::size_t> spread(std::size_t count, std::size_t n) {
    std::vector<std::size_t> picked;
    for (std::size_t i = 0; i < std::min(n, count); ++i)
        picked.push_back((2 * i + 1) * count / (2 * std::min(n, count)));
    return picked;
}

constexpr std::size_t sampled_steps = 4;

}  // namespace

class SceneData::Impl {
public:
    Impl(std::filesystem::path const& path, std::size_t cache_bytes)
        : path_(path),
          result_(std::in_place, path.string()),
          clock_(result_->facts().epoch_utc, result_->facts().utc_offset),
          cache_(cache_bytes),
          moments_(result_->trace_times()) {}

    std::vector<float> road_values(std::string const& colour_by, std::vector<std::size_t> const& steps,
                                   SceneData const& data) const {
        validate(!result_->roads().empty(), path_.string(), "holds no roads",
                 "run with output.keep_roads = true, or hide the layer of roads");
        if (colour_by == "speed") return detail::road_speeds_km_h(*result_, steps);
        if (colour_by == "flow") return detail::road_flows(*result_, steps);
        if (colour_by.starts_with(emission))
            return detail::road_emissions(*result_, data.species(colour_by.substr(emission.size())), steps);
        if (is_apportion(colour_by)) return apportion_shares(*result_, chosen_apportionment(colour_by, path_));
        validate(colour_by.starts_with(kerb), path_.string(), fmt::format("knows no roads by \"{}\"", colour_by),
                 "give speed, flow, emission:SPECIES, kerb:SPECIES or apportion:FILE#N");
        std::size_t const index = data.species(colour_by.substr(kerb.size()));
        validate(!steps.empty() && !result_->road_kerb(index, io::KerbSide::leeward, steps.front()).empty(),
                 path_.string(), "holds no kerb concentrations", "run with [kerb] model = \"street\"");
        return detail::road_kerbs(*result_, index, steps);
    }

    /// Mean over steps of slabs, weighted with their length.
    std::vector<float> mean(std::vector<std::size_t> const& steps,
                            std::function<std::vector<float>(std::size_t)> const& read) const {
        std::vector<double> sum;
        double duration = 0;
        for (std::size_t step : steps) {
            double const length = result_->times().end_s[step] - result_->times().begin_s[step];
            auto const values = read(step);
            sum.resize(values.size(), 0.0);
            for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += length * static_cast<double>(values[i]);
            duration += length;
        }
        std::vector<float> values(sum.size());
        std::transform(sum.begin(), sum.end(), values.begin(),
                       [&](double value) { return static_cast<float>(value / duration); });
        return values;
    }

    std::filesystem::path path_;
    std::optional<io::ResultReader> result_;  ///< nothing only after a refresh() that failed
    LocalClock clock_;
    detail::SlabCache cache_;
    std::vector<double> moments_;  ///< of the vehicles
};

SceneData::SceneData(std::filesystem::path const& result, std::size_t cache_bytes)
    : impl_(std::make_unique<Impl>(result, cache_bytes)) {}
SceneData::SceneData(SceneData&&) noexcept = default;
SceneData::~SceneData() = default;

io::ResultReader const& SceneData::result() const {
    if (!impl_->result_) throw RunError(impl_->path_.string() + ": can no longer be read; open it again");
    return *impl_->result_;
}
LocalClock const& SceneData::clock() const { return impl_->clock_; }
std::filesystem::path const& SceneData::path() const { return impl_->path_; }
std::size_t SceneData::cached_bytes() const { return impl_->cache_.bytes(); }
bool SceneData::has_vehicles() const { return !impl_->moments_.empty(); }

bool SceneData::refresh() {
    std::size_t const n_before = impl_->result_ ? result().n_steps() : 0;
    bool const was_complete = impl_->result_ && result().facts().complete;
    impl_->path_ = present_name(impl_->path_);
    impl_->result_.reset();  // HDF5 would give what it knows of a file that is still open
    impl_->result_.emplace(impl_->path_.string());
    impl_->moments_ = impl_->result_->trace_times();
    return result().n_steps() > n_before || result().facts().complete != was_complete;
}

std::size_t SceneData::species(std::string const& name) const {
    auto const& species = result().facts().species;
    auto const found = std::find(species.begin(), species.end(), name);
    validate(found != species.end(), path().string(), fmt::format("\"{}\" is not in the file", name),
             fmt::format("it has {}", fmt::join(species, ", ")));
    return static_cast<std::size_t>(found - species.begin());
}

std::size_t SceneData::layer(double height_m) const {
    auto const& faces = result().grid().z_faces;
    validate(height_m >= faces.front() && height_m <= faces.back(), path().string(),
             fmt::format("{:g} m is outside the stored layers", height_m),
             fmt::format("the file holds {:g} to {:g} m", faces.front(), faces.back()));
    auto const above = std::upper_bound(faces.begin() + 1, faces.end() - 1, height_m);
    return static_cast<std::size_t>(above - faces.begin()) - 1;
}

std::size_t SceneData::step_at(double traffic_s) const {
    auto const& ends = result().times().end_s;
    validate(!ends.empty(), path().string(), "holds no output step yet", "wait until the run has written one");
    auto const found = std::upper_bound(ends.begin(), ends.end() - 1, traffic_s);
    return static_cast<std::size_t>(found - ends.begin());
}

SceneMoment SceneData::moment(std::string const& time) const {
    auto const& times = result().times();
    if (auto const seconds = traffic_seconds(time)) return {{step_at(*seconds)}, *seconds, false};
    TimeChoice const choice = parse_time_choice(time);
    auto const steps = choose_steps(choice, {times.begin_s, times.end_s, times.spin_up}, clock());
    SceneMoment moment{steps, times.end_s[steps.back()], choice.kind == TimeChoice::Kind::mean};
    if (choice.kind == TimeChoice::Kind::clock) {  // the moment itself, which lies in the step
        double const into = choice.seconds_of_day - clock().seconds_of_day(times.begin_s[steps.front()]);
        moment.traffic_s = times.begin_s[steps.front()] + std::fmod(into + 86400, 86400);
    }
    return moment;
}

Slab SceneData::concentration_layer(std::size_t species, std::size_t step, std::size_t layer) const {
    return impl_->cache_.get({result().facts().species.at(species), {step}, layer},
                             [&] { return result().concentration_layer(species, step, layer); });
}

Slab SceneData::concentration(std::size_t species, std::size_t step) const {
    return impl_->cache_.get({result().facts().species.at(species), {step}, detail::SlabKey::all_layers},
                             [&] { return result().concentration(species, step); });
}

Slab SceneData::concentration_layer(std::size_t species, SceneMoment const& moment, std::size_t layer) const {
    if (moment.steps.size() == 1) return concentration_layer(species, moment.steps.front(), layer);
    return impl_->cache_.get({result().facts().species.at(species), moment.steps, layer}, [&] {
        if (moment.mean && layer == 0) return result().mean_surface(species);  // kept by the file
        return impl_->mean(moment.steps,
                           [&](std::size_t step) { return result().concentration_layer(species, step, layer); });
    });
}

Slab SceneData::concentration(std::size_t species, SceneMoment const& moment) const {
    if (moment.steps.size() == 1) return concentration(species, moment.steps.front());
    return impl_->cache_.get({result().facts().species.at(species), moment.steps, detail::SlabKey::all_layers}, [&] {
        return impl_->mean(moment.steps, [&](std::size_t step) { return result().concentration(species, step); });
    });
}

Slab SceneData::roads(std::string const& colour_by, SceneMoment const& moment) const {
    return impl_->cache_.get({"roads " + colour_by, moment.steps},
                             [&] { return impl_->road_values(colour_by, moment.steps, *this); });
}

std::vector<VehicleAt> SceneData::vehicles(double traffic_s) const {
    return detail::vehicles_at(result(), impl_->moments_, traffic_s);
}

SceneSeries SceneData::road_series(std::string const& colour_by, std::size_t road) const {
    SceneSeries series{road_quantity_name(colour_by), road_unit(colour_by), result().times().end_s, {}};
    if (colour_by == "speed") {
        series.value = result().road_history(io::RoadQuantity::speed, road);
        for (float& value : series.value) value *= km_h_per_m_s;
    } else if (colour_by == "flow") {
        series.value = result().road_history(io::RoadQuantity::flow, road);
    } else if (colour_by.starts_with(emission)) {
        series.value = result().road_emission_history(species(colour_by.substr(emission.size())), road);
    } else {
        for (std::size_t step = 0; step < result().n_steps(); ++step)
            series.value.push_back(impl_->road_values(colour_by, {step}, *this).at(road));
    }
    return series;
}

std::optional<SceneSeries> SceneData::point_series(std::string const& field, ScenePoint point, double height_m) const {
    auto const& grid = result().grid();
    auto const column = std::floor((point.x - grid.x_centre.front()) / grid.cell_size + 0.5);
    auto const row = std::floor((point.y - grid.y_centre.front()) / grid.cell_size + 0.5);
    if (column < 0 || row < 0 || column >= static_cast<double>(grid.nx()) || row >= static_cast<double>(grid.ny()))
        return std::nullopt;
    std::size_t const index = species(field);
    std::size_t const k = layer(height_m);
    SceneSeries series{detail::concentration_name(field, detail::background_of(result(), field).has_value()),
                       Text::same("µg/m³"),
                       result().times().end_s,
                       {}};
    for (std::size_t step = 0; step < result().n_steps(); ++step)
        series.value.push_back(result().concentration_column(index, step, static_cast<std::size_t>(column),
                                                             static_cast<std::size_t>(row))[k]);
    return series;
}

SceneSeries SceneData::receptor_series(std::string const& field, std::size_t receptor) const {
    auto const& one = result().receptors().at(receptor);
    SceneSeries series{
        {one.name, one.name_vi.empty() ? one.name : one.name_vi}, Text::same("µg/m³"), result().receptor_times(), {}};
    auto const all = result().receptor_series(species(field));
    for (std::size_t i = 0; i < series.time_s.size(); ++i)
        series.value.push_back(all[i * result().receptors().size() + receptor]);
    return series;
}

std::optional<float> SceneData::probe(std::string const& field, SceneMoment const& moment, ScenePoint point,
                                      double height_m) const {
    auto const& grid = result().grid();
    auto const column = std::floor((point.x - grid.x_centre.front()) / grid.cell_size + 0.5);
    auto const row = std::floor((point.y - grid.y_centre.front()) / grid.cell_size + 0.5);
    if (column < 0 || row < 0 || column >= static_cast<double>(grid.nx()) || row >= static_cast<double>(grid.ny()))
        return std::nullopt;
    auto const values = concentration_layer(species(field), moment, layer(height_m));
    return (*values)[static_cast<std::size_t>(row) * grid.nx() + static_cast<std::size_t>(column)];
}

std::optional<std::size_t> SceneData::road_near(ScenePoint point, double reach_m) const {
    std::optional<std::size_t> best;
    double nearest = reach_m;
    auto const& roads = result().roads();
    for (std::size_t i = 0; i < roads.size(); ++i)
        for (std::size_t p = 1; p < roads[i].axis.size(); ++p) {
            double const distance = distance_to(roads[i].axis[p - 1], roads[i].axis[p], point);
            if (distance > nearest || (best && distance == nearest)) continue;
            nearest = distance;
            best = i;
        }
    return best;
}

std::vector<std::size_t> SceneData::find_roads(std::string const& words) const {
    std::string const wanted = detail::plain_letters(words);
    std::vector<std::size_t> found;
    if (wanted.empty()) return found;
    auto const& roads = result().roads();
    for (std::size_t i = 0; i < roads.size(); ++i)
        if (!roads[i].internal && (detail::plain_letters(roads[i].street_name).find(wanted) != std::string::npos ||
                                   detail::plain_letters(roads[i].name) == wanted))
            found.push_back(i);
    return found;
}

ValueRange SceneData::concentration_range(std::string const& field, double height_m, ScaleKind scale,
                                          ShownOfLayer const& shown) const {
    std::size_t const index = species(field);
    std::size_t const k = layer(height_m);
    std::vector<float> sample;
    for (std::size_t step : spread(result().n_steps(), sampled_steps)) {
        auto const cells = concentration_layer(index, step, k);
        auto const values = shown ? shown(*cells) : *cells;
        sample.insert(sample.end(), values.begin(), values.end());
    }
    if (scale == ScaleKind::logarithmic) return logarithmic_range(sample);
    auto const background = detail::background_of(result(), field);
    bool const used_up = background && quantile(sample, 0.5) < *background;  // ozone near roads
    return background && !used_up ? range_above(*background, std::move(sample)) : linear_range(sample);
}

ValueRange SceneData::road_range(std::string const& colour_by, ScaleKind scale) const {
    std::vector<float> sample;
    for (std::size_t step : spread(result().n_steps(), sampled_steps)) {
        auto const values = impl_->road_values(colour_by, {step}, *this);
        sample.insert(sample.end(), values.begin(), values.end());
    }
    return scale == ScaleKind::linear ? linear_range(sample) : logarithmic_range(sample);
}

Text road_quantity_name(std::string const& colour_by) {
    if (colour_by == "speed") return detail::speed_name();
    if (colour_by == "flow") return detail::flow_name();
    if (colour_by.starts_with(emission)) return detail::emission_name(colour_by.substr(emission.size()));
    if (colour_by.starts_with(kerb)) return detail::kerb_name(colour_by.substr(kerb.size()));
    if (is_apportion(colour_by)) return {"Share of the traffic's NOx", "Phần trong NOx do giao thông"};
    return {};
}

Text road_unit(std::string const& colour_by) {
    if (colour_by == "speed") return Text::same("km/h");
    if (colour_by == "flow") return {"vehicles/h", "xe/h"};
    if (colour_by.starts_with(emission)) return Text::same("g/(km·h)");
    if (colour_by.starts_with(kerb)) return Text::same("µg/m³");
    if (is_apportion(colour_by)) return Text::same("%");
    return {};
}

ValueRange shared_range(ValueRange const& a, std::optional<ValueRange> const& b) {
    if (!b) return a;
    return {std::min(a.low, b->low), std::max(a.high, b->high)};
}

}  // namespace hacthanh::viz
