#include "io/result_writer.hpp"

#include "io/detail/account_rows.hpp"
#include "io/detail/bit_rounding.hpp"
#include "io/detail/copy_steps.hpp"
#include "io/detail/field_packer.hpp"
#include "io/detail/integrity.hpp"
#include "io/detail/netcdf.hpp"
#include "io/detail/result_layout.hpp"
#include "io/detail/result_points.hpp"
#include "io/detail/result_provenance.hpp"
#include "io/detail/result_terms.hpp"
#include "io/detail/result_wind.hpp"
#include "io/detail/road_rows.hpp"
#include "io/detail/run_means.hpp"
#include "io/detail/series.hpp"
#include "io/hdf5.hpp"
#include "io/replace_file.hpp"
#include "io/schema.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <numeric>

namespace hacthanh::io {
namespace {

constexpr int deflate_level = 1;
constexpr mode_t read_only = 0444;
constexpr double ug_per_kg = 1e9;

std::vector<std::string> names_of(std::vector<Pollutant> const& species) {
    std::vector<std::string> names;
    for (Pollutant pollutant : species) names.emplace_back(name(pollutant));
    return names;
}

hdf5::File make_file(std::string const& path, state::RunHeader const& header, ResultWriterOptions const& options) {
    try {
        hdf5::File file = hdf5::File::create(path);
        detail::define_results(file, header, options);
        file.flush();
        return file;
    } catch (RunError const& error) {
        throw RunError(fmt::format("{}: cannot make the result file ({})", path, error.what()));
    }
}

/// Refuses a file that is not one of the same run's shape with at least `n_steps` steps.
void require_same_shape(hdf5::File const& old, state::RunHeader const& header, detail::StoredFields const& fields,
                        bool has_roads, std::size_t n_steps) {
    std::string const remedy = "run it from its start with --force";
    hid_t const root = old.id();
    validate(
        hdf5::has_attribute(root, "file_type") && hdf5::read_text_attribute(root, "file_type") == detail::file_type,
        old.path(), "is not a result file", remedy);
    require_schema(old.path(), "result file", hdf5::read_text_attribute(root, "schema"), results_schema);
    detail::SeriesTable series(root);
    auto const stored = static_cast<std::size_t>(hdf5::read<std::int64_t>(series.at(detail::steps_name)).at(0));
    validate(stored >= n_steps, old.path(),
             fmt::format("holds {} output steps, {} are needed to go on", stored, n_steps), remedy);
    auto const names = names_of(header.species);
    bool same = hdf5::read_text_attribute(root, "species") == fmt::format("{}", fmt::join(names, " ")) &&
                hdf5::exists(root, detail::geometry_name) == has_roads;
    if (same) {
        auto const dims = hdf5::dims_of(series.at(names.at(0)));
        same = dims == hdf5::Extent{dims.at(0), fields.shape.nz, fields.shape.ny, fields.shape.nx};
    }
    if (same && has_roads) same = hdf5::dims_of(series.at("edge_length")).at(0) == header.city.roads.size();
    validate(same, old.path(), "is of a run with other cells, species or roads", remedy);
}

/// The first steps of an existing file in a new one, which then takes its place. A file that was left by a kill may
/// hold the beginnings of a further step; those stay behind.
hdf5::File resumed_file(std::string const& part, state::RunHeader const& header, ResultWriterOptions const& options,
                        detail::StoredFields const& fields, bool has_roads) {
    validate(access(part.c_str(), R_OK) == 0, part, "no such file, or it may not be read", "run it from its start");
    hdf5::File const old = hdf5::File::open(part);
    require_same_shape(old, header, fields, has_roads, options.resume_after_steps);
    state::RunHeader first = header;
    first.provenance = detail::read_provenance(old.id());
    std::string const fresh = part + ".new";
    try {
        hdf5::File file = make_file(fresh, first, options);
        detail::copy_steps(old.id(), file.id(), options.resume_after_steps);
        auto const count = static_cast<std::int64_t>(options.resume_after_steps);
        hdf5::write_raw(hdf5::open_dataset(file.id(), detail::steps_name).get(), H5T_NATIVE_INT64, &count);
        file.sync();
        file.rename(part);
        return file;
    } catch (RunError const& error) {
        unlink(fresh.c_str());
        throw RunError(fmt::format("{}: cannot go on with it ({}); it stays as it is", part, error.what()));
    }
}

}  // namespace

class NetcdfResultSink::Impl {
public:
    Impl(state::RunHeader const& header, std::string path, ResultWriterOptions const& options)
        : header_(header),
          path_(std::move(path)),
          part_(part_path(path_)),
          species_(names_of(header.species)),
          fields_(detail::stored_fields(header.mesh, options)),
          packer_(fields_.shape, fields_.chunk, detail::kept_bits(header.significant_error), deflate_level,
                  header.mesh.openness().cell),
          wind_packer_(fields_.shape, fields_.chunk, detail::kept_bits(header.significant_error), deflate_level,
                       header.mesh.openness().cell, 1.0F),
          parallel_(options.n_threads),
          has_roads_(options.keep_roads && !header.city.roads.empty()),
          has_groups_(has_roads_ && options.keep_groups),
          means_(species_, surface_cells(), has_roads_ ? header.city.roads.size() : 0),
          file_(options.resume_after_steps > 0 ? resumed_file(part_, header, options, fields_, has_roads_)
                                               : make_file(part_, header, options)),
          series_(file_.id()) {
        for (; step_ < options.resume_after_steps; ++step_) restore_means();
    }

    ~Impl() {
        if (open_) discard();
    }
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;

    void write_step(state::OutputStep const& step) {
        if (!open_) throw RunError(part_ + ": is closed; no more steps can be written");
        try {
            write_fields(step);
            detail::write_wind(series_, step, wind_packer_, parallel_);
            if (has_roads_) write_roads(step);
            detail::write_receptors(series_, step.receptors, species_);
            detail::write_trace(series_, step.trace);
            means_.write(series_);
            detail::write_account(series_, step_, step.summary);
            detail::write_texts(series_, step_, step.summary);
            detail::write_weather(series_, step_, step.weather);
            write_totals(step);
            commit(step_ + 1);
        } catch (RunError const& error) {
            give_up(error);
        }
        ++step_;
    }

    void finish(state::RunSummary const& summary) {
        if (!open_) return;
        try {
            if (step_ > 0) detail::write_account(series_, step_ - 1, summary);
            detail::write_texts(series_, step_, summary);
            file_.flush();
            if (summary.complete) {
                detail::seal_integrity(file_.id());
                hdf5::set_attribute(file_.id(), "complete", std::int32_t(1));
            }
            file_.sync();
            series_.close();
            file_.close();
            open_ = false;
            if (summary.complete) give_final_name();
        } catch (RunError const& error) {
            if (open_) give_up(error);
            throw;
        }
    }

    double helper_cpu_s() const { return packer_.helper_cpu_s() + wind_packer_.helper_cpu_s(); }

private:
    std::size_t surface_cells() const { return fields_.shape.ny * fields_.shape.nx; }

    /// Closes without writing, so that the file keeps the state of its last step.
    void discard() noexcept {
        open_ = false;
        file_.abandon();
        series_.close();
    }

    [[noreturn]] void give_up(RunError const& error) {
        std::string const reason = error.what();
        discard();
        std::string const left =
            step_ == 0
                ? "no step was written before; make room, then run again with --force"
                : fmt::format("the {} written before stay readable there; make room, then go on with --resume", step_);
        throw RunError(fmt::format("{}: cannot write output step {} ({}); {}", part_, step_ + 1, reason, left));
    }

    void write_fields(state::OutputStep const& step) {
        for (std::size_t s = 0; s < species_.size(); ++s) {
            auto const values = step.mean_concentration.species.at(s).values();
            series_.set_length(species_[s], step_ + 1);
            hid_t const dataset = series_.at(species_[s]);
            for (auto const& chunk : packer_.pack(values, parallel_)) {
                hsize_t const at[] = {step_, chunk.begin[0], chunk.begin[1], chunk.begin[2]};
                hdf5::check(H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, at, chunk.bytes.size(), chunk.bytes.data()),
                            species_[s]);
            }
            if (step.spin_up) continue;
            std::vector<float> surface(surface_cells());
            for (std::size_t i = 0; i < surface.size(); ++i) surface[i] = packer_.stored(i, values[i]);
            means_.add_surface(s, surface, step.end_s - step.begin_s);
        }
    }

    void write_roads(state::OutputStep const& step) {
        auto const rows = detail::road_rows(header_.city, step.roads, step.end_s - step.begin_s);
        series_.put<float>(detail::vehicles_name, step_, rows.vehicles);
        series_.put<float>(detail::speed_name, step_, rows.speed);
        series_.put<float>(detail::flow_name, step_, rows.flow);
        for (std::size_t s = 0; s < species_.size(); ++s)
            series_.put<float>(detail::emission_name(species_[s]), step_, rows.emission.at(s));
        series_.put<float>(detail::density_name, step_, rows.density);
        series_.put<float>(detail::delay_name, step_, rows.delay);
        series_.put<float>(detail::queue_name, step_, rows.queue);
        series_.put<std::int8_t>(detail::level_of_service_name, step_, rows.level_of_service);
        if (header_.kerbs && !step.kerbs.empty()) write_kerbs(step.kerbs);
        if (has_groups_) write_groups(step);
        if (!step.spin_up) means_.add_roads(rows, step.end_s - step.begin_s);
    }

    void write_kerbs(state::KerbSeries const& kerbs) {
        auto const put = [&](char const* side, std::vector<std::vector<float>> const& values) {
            for (std::size_t s = 0; s < species_.size(); ++s) {
                std::vector<float> row;
                for (float value : values[s])
                    row.push_back(std::isnan(value) ? detail::fill_value : static_cast<float>(ug_per_kg) * value);
                series_.put<float>(detail::kerb_name(species_[s], side), step_, row);
            }
        };
        put(detail::leeward, kerbs.leeward);
        put(detail::windward, kerbs.windward);
    }

    void write_groups(state::OutputStep const& step) {
        auto const rows = detail::group_rows(header_.city, step.roads, step.end_s - step.begin_s);
        auto const put = [&](char const* name, std::vector<float> const& values) {
            series_.put<float>(detail::by_group_name(name), step_, values);
        };
        put(detail::speed_name, rows.speed);
        put(detail::flow_name, rows.flow);
        put(detail::density_name, rows.density);
        put(detail::delay_name, rows.delay);
        put(detail::queue_name, rows.queue);
    }

    void write_totals(state::OutputStep const& step) {
        std::vector<double> emitted;
        for (auto const& roads : step.roads.emitted)
            emitted.push_back(std::accumulate(roads.begin(), roads.end(), 0.0));
        series_.put<double>("interval_emitted", step_, emitted);
        std::vector<float> background(species_.size(), detail::fill_value);
        for (std::size_t s = 0; s < step.background.size(); ++s)
            if (!std::isnan(step.background[s])) background[s] = static_cast<float>(step.background[s] * ug_per_kg);
        series_.put<float>(detail::background_name, step_, background);
        series_.put<std::int32_t>("vehicles", step_, static_cast<std::int32_t>(step.n_vehicles));
        series_.put<std::int8_t>("spin_up", step_, static_cast<std::int8_t>(step.spin_up ? 1 : 0));
        series_.put<double>("time_bnds", step_, std::vector{step.begin_s, step.end_s});
        series_.put<double>("time", step_, step.end_s);
    }

    /// The step counts once all of it is in the file: the second flush is one small write in a fixed place.
    void commit(std::size_t n_steps) {
        file_.flush();
        auto const count = static_cast<std::int64_t>(n_steps);
        hdf5::write_raw(series_.at(detail::steps_name), H5T_NATIVE_INT64, &count);
        file_.sync();
    }

    /// Adds the stored step `step_` to the run means.
    void restore_means() {
        if (series_.row<std::int8_t>("spin_up", step_).at(0) != 0) return;
        auto const bounds = series_.row<double>("time_bnds", step_);
        double const duration_s = bounds.at(1) - bounds.at(0);
        for (std::size_t s = 0; s < species_.size(); ++s) {
            auto const surface = hdf5::read<float>(series_.at(species_[s]), {step_, 0, 0, 0},
                                                   {1, 1, fields_.shape.ny, fields_.shape.nx});
            means_.add_surface(s, surface, duration_s);
        }
        if (!has_roads_) return;
        detail::RoadRows rows{series_.row<float>(detail::vehicles_name, step_),
                              series_.row<float>(detail::speed_name, step_),
                              series_.row<float>(detail::flow_name, step_),
                              {}};
        for (auto const& species : species_)
            rows.emission.push_back(series_.row<float>(detail::emission_name(species), step_));
        means_.add_roads(rows, duration_s);
    }

    void give_final_name() const {
        chmod(part_.c_str(), read_only);
        give_name(part_, path_, Outlives::power_cut);
    }

    state::RunHeader const& header_;
    std::string path_;
    std::string part_;
    std::vector<std::string> species_;
    detail::StoredFields fields_;
    detail::FieldPacker packer_;
    detail::FieldPacker wind_packer_;
    Parallel parallel_;
    bool has_roads_;
    bool has_groups_;
    detail::RunMeans means_;
    hdf5::File file_;
    detail::SeriesTable series_;
    bool open_ = true;
    std::size_t step_ = 0;  // steps written
};

NetcdfResultSink::NetcdfResultSink(state::RunHeader const& header, std::string path, ResultWriterOptions const& options)
    : impl_(std::make_unique<Impl>(header, std::move(path), options)) {}

NetcdfResultSink::~NetcdfResultSink() = default;

void NetcdfResultSink::write_step(state::OutputStep const& step) { impl_->write_step(step); }

void NetcdfResultSink::finish(state::RunSummary const& summary) { impl_->finish(summary); }

double NetcdfResultSink::helper_cpu_s() const { return impl_->helper_cpu_s(); }

}  // namespace hacthanh::io
