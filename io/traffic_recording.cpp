#include "io/traffic_recording.hpp"

#include "io/detail/recording_columns.hpp"
#include "io/detail/recording_tables.hpp"
#include "io/replace_file.hpp"
#include "io/schema.hpp"

#include <fmt/format.h>

#include <bit>
#include <optional>
#include <unordered_map>
#include <utility>

namespace hacthanh::io {

namespace {

constexpr char const* file_type = "hacthanh traffic recording";

bool same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

/// The columns of all vehicles of all steps. @tparam Column  detail::ColumnWriter or detail::ColumnReader
template <template <class> class Column>
struct Columns {
    explicit Columns(hid_t group)
        : vehicle(group, "vehicle"),
          edge(group, "edge"),
          type(group, "type"),
          continues(group, "continues"),
          x(group, "x_m"),
          y(group, "y_m"),
          z(group, "z_m"),
          speed(group, "speed_m_s"),
          acceleration(group, "acceleration_m_s2") {
        for (Pollutant pollutant : reported_pollutants)
            emission_rate.emplace_back(group, fmt::format("{}_kg_s", name(pollutant)));
    }

    Column<std::uint32_t> vehicle;
    Column<std::uint32_t> edge;
    Column<std::uint32_t> type;
    Column<std::uint8_t> continues;  ///< 1 = starts where it was a step before, 0 = starts where it is now
    Column<double> x;
    Column<double> y;
    Column<double> z;
    Column<double> speed;
    Column<double> acceleration;
    std::vector<Column<double>> emission_rate;
};

template <class T>
std::vector<std::uint32_t> numbers(std::span<Id<T> const> ids) {
    std::vector<std::uint32_t> raw;
    for (Id<T> const id : ids) raw.push_back(id.raw());
    return raw;
}

using Places = std::unordered_map<std::uint32_t, std::pair<double, double>>;

}  // namespace

class TrafficRecordingWriter::File {
public:
    File(std::filesystem::path path, state::TrafficRecordHeader const& header)
        : beside_(std::move(path)), file_(hdf5::File::create(beside_.part().string())) {
        hdf5::set_attribute(file_.id(), "type", file_type);
        hdf5::set_attribute(file_.id(), "schema", traffic_recording_schema.text());
        detail::write_header(file_.id(), header);
        columns_.emplace(hdf5::create_group(file_.id(), "vehicles").get());
    }

    File(File const&) = delete;
    File& operator=(File const&) = delete;

    void write(state::VehicleStates const& step, std::span<state::VehicleType const> types,
               state::TrafficTotals const& totals) {
        columns_->vehicle.put(step.vehicle);
        columns_->edge.put(numbers(step.edge));
        columns_->type.put(numbers(step.type));
        columns_->continues.put(continuation(step));
        columns_->x.put(step.x);
        columns_->y.put(step.y);
        columns_->z.put(step.z);
        columns_->speed.put(step.speed);
        columns_->acceleration.put(step.acceleration);
        for (std::size_t p = 0; p < n_reported; ++p) columns_->emission_rate[p].put(step.emission_rate[p]);
        types_.assign(types.begin(), types.end());
        steps_.add(step, types.size(), totals);
    }

    void finish(state::TrafficTotals const& totals) {
        auto& c = *columns_;
        c.vehicle.finish(), c.edge.finish(), c.type.finish(), c.continues.finish();
        for (auto* column : {&c.x, &c.y, &c.z, &c.speed, &c.acceleration}) column->finish();
        for (auto& column : c.emission_rate) column.finish();
        columns_.reset();
        // The totals at the end are one more row, after the last step.
        state::VehicleStates end;
        end.end_time_s = steps_.end_time_s.empty() ? 0 : steps_.end_time_s.back();
        steps_.add(end, types_.size(), totals);
        detail::write_steps(file_.id(), steps_);
        detail::write_types(file_.id(), types_);
        detail::write_texts(file_.id(), "warnings", totals.first_warnings);
        file_.close();
        beside_.replace();
    }

private:
    std::vector<std::uint8_t> continuation(state::VehicleStates const& step) {
        std::vector<std::uint8_t> flags(step.size());
        Places now;
        for (std::size_t i = 0; i < step.size(); ++i) {
            auto const before = places_.find(step.vehicle[i]);
            bool const continues = before != places_.end() && same(before->second.first, step.x_from[i]) &&
                                   same(before->second.second, step.y_from[i]);
            if (!continues && !(same(step.x_from[i], step.x[i]) && same(step.y_from[i], step.y[i])))
                throw RunError(fmt::format("vehicle {} starts its step at {} s where it never was", step.vehicle[i],
                                           step.end_time_s));
            flags[i] = continues ? 1 : 0;
            now.emplace(step.vehicle[i], std::pair(step.x[i], step.y[i]));
        }
        places_ = std::move(now);
        return flags;
    }

    FileBeside beside_;
    hdf5::File file_;
    std::optional<Columns<detail::ColumnWriter>> columns_;
    detail::RecordingSteps steps_;
    std::vector<state::VehicleType> types_;
    Places places_;  ///< of the vehicles of the step before
};

TrafficRecordingWriter::TrafficRecordingWriter(std::filesystem::path path, state::TrafficRecordHeader const& header)
    : file_(std::make_unique<File>(std::move(path), header)) {}
TrafficRecordingWriter::~TrafficRecordingWriter() = default;
void TrafficRecordingWriter::write_step(state::VehicleStates const& step, std::span<state::VehicleType const> types,
                                        state::TrafficTotals const& totals) {
    file_->write(step, types, totals);
}
void TrafficRecordingWriter::finish(state::TrafficTotals const& totals) { file_->finish(totals); }

class TrafficRecordingReader::File {
public:
    explicit File(std::filesystem::path const& path) : path_(path.string()), file_(open(path_)) {
        try {
            read_tables(path);
        } catch (InputError const&) {
            throw;
        } catch (std::exception const& error) {  // also tables that do not fit each other
            refuse(error.what());
        }
    }

    bool read(state::TrafficRecordStep& step) {
        try {
            return read_next(step);
        } catch (std::exception const& error) {
            refuse(error.what());
        }
    }

    state::TrafficRecordHeader const& header() const { return header_; }
    state::TrafficTotals const& final_totals() const { return final_totals_; }

private:
    [[noreturn]] void refuse(std::string const& reason) const {
        throw InputError(path_, "is damaged (" + reason + ")", "make it again with `hacthanh record`");
    }

    void read_tables(std::filesystem::path const& path) {
        hid_t const root = file_.id();
        bool const ours = hdf5::has_attribute(root, "type") && hdf5::read_text_attribute(root, "type") == file_type;
        validate(ours, path.string(), "not a traffic recording", "make one with `hacthanh record`");
        require_schema(path.string(), file_type, hdf5::read_text_attribute(root, "schema"), traffic_recording_schema);
        validate(hdf5::exists(root, "steps"), path.string(), "a recording that was not finished", "record it again");
        header_ = detail::read_header(root);
        steps_ = detail::read_steps(root);
        types_ = detail::read_types(root);
        warnings_ = detail::read_texts(root, "warnings");
        columns_.emplace(hdf5::open_group(root, "vehicles").get());
        check_steps();
        final_totals_ = totals_after(steps_.totals.size() - 1);
    }

    /// Rows that the steps name must be there.
    void check_steps() const {
        std::uint32_t types = 0;
        std::uint64_t vehicles = 0;
        for (std::size_t i = 0; i < steps_.end_time_s.size(); ++i) {
            if (steps_.n_types.at(i) < types || steps_.n_types[i] > types_.size() ||
                steps_.n_warnings.at(i) > warnings_.size())
                throw RunError("its steps name rows that are not there");
            types = steps_.n_types[i];
            vehicles += steps_.n_vehicles.at(i);
        }
        bool whole = vehicles == columns_->vehicle.length() && !steps_.end_time_s.empty();
        auto const& c = *columns_;
        for (std::size_t const length : {c.edge.length(), c.type.length(), c.continues.length(), c.x.length(),
                                         c.y.length(), c.z.length(), c.speed.length(), c.acceleration.length()})
            whole = whole && length == vehicles;
        for (auto const& column : c.emission_rate) whole = whole && column.length() == vehicles;
        if (!whole) throw RunError("its steps do not add up to its vehicles");
    }

    bool read_next(state::TrafficRecordStep& step) {
        if (next_ + 1 >= steps_.end_time_s.size()) return false;
        std::size_t const n = steps_.n_vehicles[next_];
        step.end_time_s = steps_.end_time_s[next_];
        step.vehicle = columns_->vehicle.take(n);
        step.edge.clear();
        for (std::uint32_t const raw : columns_->edge.take(n)) step.edge.emplace_back(raw);
        step.type.clear();
        for (std::uint32_t const raw : columns_->type.take(n)) step.type.emplace_back(raw);
        for (auto const& edge : step.edge)
            if (edge && edge.value() >= header_.city.roads.size())
                throw RunError("a vehicle is on a road that is not there");
        for (auto const& type : step.type)
            if (!type || type.value() >= steps_.n_types[next_])
                throw RunError("a vehicle is of a type that is not there");
        step.x = columns_->x.take(n);
        step.y = columns_->y.take(n);
        step.z = columns_->z.take(n);
        step.speed = columns_->speed.take(n);
        step.acceleration = columns_->acceleration.take(n);
        for (std::size_t p = 0; p < n_reported; ++p) step.emission_rate[p] = columns_->emission_rate[p].take(n);
        set_starts(step, columns_->continues.take(n));
        auto const first = types_.begin() + (next_ == 0 ? 0 : steps_.n_types[next_ - 1]);
        step.new_types.assign(first, types_.begin() + steps_.n_types[next_]);
        step.totals = totals_after(next_);
        ++next_;
        return true;
    }

    static hdf5::File open(std::string const& path) {
        validate(std::filesystem::exists(path), path, "no such file", "make a recording with `hacthanh record`");
        try {
            return hdf5::File::open(path);
        } catch (RunError const& error) {
            throw InputError(path, std::string("cannot be read: ") + error.what(), "make it with `hacthanh record`");
        }
    }

    state::TrafficTotals totals_after(std::size_t row) const {
        state::TrafficTotals totals = steps_.totals.at(row);
        totals.first_warnings.assign(warnings_.begin(), warnings_.begin() + steps_.n_warnings.at(row));
        return totals;
    }

    void set_starts(state::TrafficRecordStep& step, std::vector<std::uint8_t> const& continues) {
        step.x_from = step.x;
        step.y_from = step.y;
        Places now;
        for (std::size_t i = 0; i < step.vehicle.size(); ++i) {
            if (continues.at(i) != 0) std::tie(step.x_from[i], step.y_from[i]) = places_.at(step.vehicle[i]);
            now.emplace(step.vehicle[i], std::pair(step.x[i], step.y[i]));
        }
        places_ = std::move(now);
    }

    std::string path_;
    hdf5::File file_;
    state::TrafficRecordHeader header_;
    detail::RecordingSteps steps_;
    std::vector<state::VehicleType> types_;
    std::vector<std::string> warnings_;
    state::TrafficTotals final_totals_;
    std::optional<Columns<detail::ColumnReader>> columns_;
    std::size_t next_ = 0;
    Places places_;
};

TrafficRecordingReader::TrafficRecordingReader(std::filesystem::path const& path)
    : file_(std::make_unique<File>(path)) {}
TrafficRecordingReader::~TrafficRecordingReader() = default;
state::TrafficRecordHeader const& TrafficRecordingReader::header() const { return file_->header(); }
bool TrafficRecordingReader::read_step(state::TrafficRecordStep& step) { return file_->read(step); }
state::TrafficTotals const& TrafficRecordingReader::final_totals() const { return file_->final_totals(); }

}  // namespace hacthanh::io
