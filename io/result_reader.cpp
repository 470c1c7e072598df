#include "io/result_reader.hpp"

#include "io/detail/account_rows.hpp"
#include "io/detail/integrity.hpp"
#include "io/detail/netcdf.hpp"
#include "io/detail/read_values.hpp"
#include "io/detail/result_city_plan.hpp"
#include "io/detail/result_head.hpp"
#include "io/detail/result_points.hpp"
#include "io/detail/result_provenance.hpp"
#include "io/detail/result_terms.hpp"
#include "io/detail/result_wind.hpp"
#include "io/detail/run_means.hpp"
#include "io/detail/series.hpp"
#include "io/hdf5.hpp"
#include "io/schema.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string_view>
#include <thread>

namespace hacthanh::io {
namespace {

/// A file that is being written may be met in the middle of a flush.
int attempts_for(std::string const& path) { return path.ends_with(".part") ? 10 : 1; }
constexpr std::chrono::milliseconds pause_between_attempts{50};

/// Missing values become NaN.
std::vector<float> with_nan(std::vector<float> values) {
    for (float& value : values)
        if (value == detail::fill_value) value = std::numeric_limits<float>::quiet_NaN();
    return values;
}

std::string variable_of(RoadQuantity quantity) {
    switch (quantity) {
        case RoadQuantity::vehicles: return detail::vehicles_name;
        case RoadQuantity::speed: return detail::speed_name;
        case RoadQuantity::flow: return detail::flow_name;
        case RoadQuantity::density: return detail::density_name;
        case RoadQuantity::delay: return detail::delay_name;
        case RoadQuantity::queue: return detail::queue_name;
    }
    throw RunError("unknown road quantity");
}

/// True when the file begins as every HDF5 file of this program does.
bool has_hdf5_signature(std::string const& path) {
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";  // HDF5 File Format Specification 3.0, II.A
    std::string begin(signature.size(), '\0');
    std::ifstream(path, std::ios::binary).read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return begin == signature;
}

/// Throws RunError when an HDF5 file cannot be opened now: it may be met in the middle of a flush.
hdf5::File open_result(std::string const& path) {
    std::string const what = "a result file (OUT.nc, or OUT.nc.part while it is being written)";
    validate(access(path.c_str(), R_OK) == 0, path, "no such file, or it may not be read", "name " + what);
    validate(has_hdf5_signature(path), path, "is no HDF5 file", "name " + what);
    return hdf5::File::open(path);
}

}  // namespace

class ResultReader::Impl {
public:
    explicit Impl(std::string path) : path_(std::move(path)), file_(open_result(path_)), series_(file_.id()) {
        hid_t const root = file_.id();
        validate(hdf5::has_attribute(root, "file_type") && detail::text(root, "file_type") == detail::file_type, path_,
                 "is not a result file of this program", "name a file that `hacthanh run` wrote");
        require_schema(path_, "result file", detail::text(root, "schema"), results_schema);
        facts_ = detail::read_facts(root);
        grid_ = detail::read_grid(root);
        times_ = detail::read_times(root);
        roads_ = detail::read_roads(root);
        receptors_ = detail::read_receptors(root, grid_.network_offset_x, grid_.network_offset_y);
    }

    /// One road through all steps.
    std::vector<float> history(std::string const& variable, std::size_t road) {
        if (roads_.empty() || times_.end_s.empty()) return {};
        return with_nan(hdf5::read<float>(series_.at(variable), {0, road}, {times_.end_s.size(), 1}));
    }

    hid_t root() const { return file_.id(); }

    std::vector<float> block(std::size_t species, hdf5::Extent const& start, hdf5::Extent const& count) {
        return with_nan(hdf5::read<float>(series_.at(facts_.species.at(species)), start, count));
    }

    /// Values of which there must be so many, whatever the file says.
    template <class T>
    std::vector<T> counted(std::vector<T> values, std::size_t n, std::string const& variable) const {
        validate(values.size() == n, path_,
                 fmt::format("is damaged ({} holds {} values, not {})", variable, values.size(), n),
                 "take another copy, or make it again");
        return values;
    }

    /// Of one step, one value per road.
    std::vector<float> road_row(std::string const& variable, std::size_t step) {
        if (roads_.empty()) return {};
        return with_nan(counted(series_.row<float>(variable, step), roads_.size(), variable));
    }

    /// Of the whole run, one value per road.
    std::vector<float> road_mean(std::string const& series) const {
        if (roads_.empty()) return {};
        std::string const variable = detail::mean_name(series);
        return with_nan(counted(detail::all<float>(root(), variable), roads_.size(), variable));
    }

    std::vector<float> mean_surface(std::size_t species) {
        std::string const stored = detail::surface_mean_name(facts_.species.at(species));
        if (facts_.complete)
            return with_nan(counted(detail::all<float>(root(), stored), grid_.nx() * grid_.ny(), stored));
        // While a file grows its stored mean may be that of a step more; form it from the steps themselves.
        detail::RunMean mean(grid_.ny() * grid_.nx());
        for (std::size_t step = 0; step < times_.end_s.size(); ++step) {
            if (times_.spin_up[step]) continue;
            mean.add(block(species, {step, 0, 0, 0}, {1, 1, grid_.ny(), grid_.nx()}),
                     times_.end_s[step] - times_.begin_s[step]);
        }
        return with_nan(mean.value());
    }

    std::string path_;
    hdf5::File file_;
    detail::SeriesTable series_;
    ResultFacts facts_;
    ResultGrid grid_;
    ResultTimes times_;
    std::vector<ResultRoad> roads_;
    std::vector<state::Receptor> receptors_;
};

ResultReader::ResultReader(std::string path) {
    for (int attempt = 1;; ++attempt) {
        try {
            impl_ = std::make_unique<Impl>(path);
            return;
        } catch (InputError const&) {
            throw;
        } catch (std::exception const& error) {  // also sizes that make no sense
            bool const said_by_us = dynamic_cast<RunError const*>(&error) != nullptr;
            std::string const reason = said_by_us ? error.what() : "its parts do not fit together";
            if (attempt == attempts_for(path))
                throw InputError(path, "is damaged (" + reason + ")", "take another copy, or make it again");
            std::this_thread::sleep_for(pause_between_attempts);
        }
    }
}

void read_result(std::string const& path, std::function<void(ResultReader const&)> const& use) {
    for (int attempt = 1;; ++attempt) {
        ResultReader const reader(path);
        try {
            return use(reader);
        } catch (RunError const&) {
            if (reader.facts().complete || attempt == attempts_for(path)) throw;
        }
        std::this_thread::sleep_for(pause_between_attempts);
    }
}

ResultReader::~ResultReader() = default;
ResultReader::ResultReader(ResultReader&&) noexcept = default;
ResultReader& ResultReader::operator=(ResultReader&&) noexcept = default;

std::string const& ResultReader::path() const { return impl_->path_; }
ResultFacts const& ResultReader::facts() const { return impl_->facts_; }
ResultGrid const& ResultReader::grid() const { return impl_->grid_; }
ResultTimes const& ResultReader::times() const { return impl_->times_; }
std::vector<ResultRoad> const& ResultReader::roads() const { return impl_->roads_; }

std::vector<float> ResultReader::concentration_layer(std::size_t species, std::size_t step, std::size_t k) const {
    return impl_->block(species, {step, k, 0, 0}, {1, 1, grid().ny(), grid().nx()});
}

std::vector<float> ResultReader::concentration_column(std::size_t species, std::size_t step, std::size_t i,
                                                      std::size_t j) const {
    return impl_->block(species, {step, 0, j, i}, {1, grid().nz(), 1, 1});
}

std::vector<float> ResultReader::concentration(std::size_t species, std::size_t step) const {
    return impl_->block(species, {step, 0, 0, 0}, {1, grid().nz(), grid().ny(), grid().nx()});
}

std::optional<ResultReader::Wind> ResultReader::wind(std::size_t step) const {
    auto const row = detail::wind_row(impl_->root(), times().end_s.at(step));
    if (!row) return std::nullopt;
    std::string const group = std::string(detail::wind_group) + "/";
    Wind wind;
    wind.since_s = impl_->series_.row<double>(group + "time", *row).at(0);
    std::vector<float>* const parts[] = {&wind.u, &wind.v, &wind.w};
    for (std::size_t c = 0; c < std::size(parts); ++c)
        *parts[c] = with_nan(impl_->counted(impl_->series_.row<float>(group + detail::wind_names[c], *row),
                                            grid().nx() * grid().ny() * grid().nz(), group + detail::wind_names[c]));
    return wind;
}

std::optional<mesh::CityPlan> ResultReader::city_plan() const { return detail::read_city_plan(impl_->root()); }

std::vector<float> ResultReader::mean_surface(std::size_t species) const { return impl_->mean_surface(species); }

std::vector<float> ResultReader::road_series(RoadQuantity quantity, std::size_t step) const {
    return impl_->road_row(variable_of(quantity), step);
}

std::vector<float> ResultReader::road_history(RoadQuantity quantity, std::size_t road) const {
    return impl_->history(variable_of(quantity), road);
}

std::vector<float> ResultReader::road_emission_history(std::size_t species, std::size_t road) const {
    return impl_->history(detail::emission_name(facts().species.at(species)), road);
}

std::vector<state::Receptor> const& ResultReader::receptors() const { return impl_->receptors_; }

std::vector<double> ResultReader::receptor_times() const {
    if (receptors().empty() || n_steps() == 0) return {};
    std::string const path = std::string(detail::receptor_group) + "/time";
    return hdf5::read<double>(impl_->series_.at(path), {0},
                              {detail::rows_until(impl_->root(), path, times().end_s.back())});
}

std::vector<float> ResultReader::receptor_series(std::size_t species) const {
    std::size_t const n = receptor_times().size();
    if (n == 0) return {};
    std::string const path = std::string(detail::receptor_group) + "/" + facts().species.at(species);
    return with_nan(hdf5::read<float>(impl_->series_.at(path), {0, 0}, {n, receptors().size()}));
}

std::vector<double> ResultReader::trace_times() const {
    return n_steps() == 0 ? std::vector<double>{} : detail::trace_times(impl_->root(), times().end_s.back());
}

state::VehicleTrace ResultReader::trace(double begin_s, double end_s) const {
    return n_steps() == 0 ? state::VehicleTrace{}
                          : detail::read_trace(impl_->root(), begin_s, std::min(end_s, times().end_s.back()));
}

ResultSizes ResultReader::sizes() const {
    ResultSizes sizes{std::filesystem::file_size(path()), detail::is_sealed(impl_->root()), {}};
    for (auto& variable : detail::stored_variables(impl_->root()))
        sizes.variables.push_back({variable.path,
                                   {variable.shape.begin(), variable.shape.end()},
                                   variable.stored_bytes,
                                   variable.plain_bytes});
    return sizes;
}

std::vector<float> ResultReader::group_series(RoadQuantity quantity, state::VehicleGroup group,
                                              std::size_t step) const {
    std::string const variable = detail::by_group_name(variable_of(quantity));
    if (!impl_->series_.has(variable)) return {};
    auto const all_groups = impl_->counted(impl_->series_.row<float>(variable, step),
                                           state::vehicle_group_names.size() * roads().size(), variable);
    auto const first =
        all_groups.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(group) * roads().size());
    return with_nan({first, first + static_cast<std::ptrdiff_t>(roads().size())});
}

std::vector<std::int8_t> ResultReader::level_of_service(std::size_t step) const {
    if (!impl_->series_.has(detail::level_of_service_name)) return {};
    std::string const variable = detail::level_of_service_name;
    return impl_->counted(impl_->series_.row<std::int8_t>(variable, step), roads().size(), variable);
}

std::vector<float> ResultReader::road_emission(std::size_t species, std::size_t step) const {
    return impl_->road_row(detail::emission_name(facts().species.at(species)), step);
}

std::vector<float> ResultReader::road_kerb(std::size_t species, KerbSide side, std::size_t step) const {
    auto const name =
        detail::kerb_name(facts().species.at(species), side == KerbSide::leeward ? detail::leeward : detail::windward);
    return impl_->series_.has(name) ? impl_->road_row(name, step) : std::vector<float>{};
}

std::vector<float> ResultReader::road_mean(RoadQuantity quantity) const {
    return impl_->road_mean(variable_of(quantity));
}

std::vector<float> ResultReader::road_mean_emission(std::size_t species) const {
    return impl_->road_mean(detail::emission_name(facts().species.at(species)));
}

std::vector<state::MassBudget> ResultReader::budget(std::size_t step) const {
    return detail::read_budget(impl_->series_, step, facts().species.size());
}

state::RunSummary ResultReader::summary() const {
    state::RunSummary summary;
    if (n_steps() > 0) {
        summary = detail::read_account(impl_->series_, n_steps() - 1, facts().species);
    } else {
        for (auto const& name : facts().species) {
            summary.species.emplace_back();
            summary.species.back().name = name;
        }
    }
    summary.steps_written = n_steps();
    summary.complete = facts().complete;
    return summary;
}

std::vector<state::WeatherUse> ResultReader::weather() const {
    std::vector<state::WeatherUse> weather;
    if (!hdf5::exists(impl_->root(), detail::weather_group)) return weather;
    for (std::size_t step = 0; step < n_steps(); ++step) weather.push_back(detail::read_weather(impl_->series_, step));
    return weather;
}

state::InflowProfile ResultReader::inflow() const {
    hdf5::Handle const opened = hdf5::open_group(impl_->root(), detail::inflow_group);
    hid_t const group = opened.get();
    state::InflowProfile profile;
    profile.wind_from_deg = detail::number<double>(group, "wind_from_degrees");
    profile.friction_velocity = detail::number<double>(group, "friction_velocity_m_s");
    profile.roughness_length = detail::number<double>(group, "roughness_length_m");
    profile.displacement_height = detail::number<double>(group, "displacement_height_m");
    profile.inverse_obukhov_length = detail::number<double>(group, "inverse_obukhov_length_per_m");
    profile.mixing_height = detail::number<double>(group, "mixing_height_m");
    profile.speed = detail::all<double>(group, "wind_speed");
    profile.vertical_diffusivity = detail::all<double>(group, "vertical_diffusivity");
    profile.horizontal_diffusivity = detail::all<double>(group, "horizontal_diffusivity");
    return profile;
}

state::Provenance ResultReader::provenance() const { return detail::read_provenance(impl_->root()); }
BuildInfo ResultReader::program() const { return detail::read_program(impl_->root()); }

}  // namespace hacthanh::io
