#include "io/detail/result_points.hpp"

#include "io/detail/grid_axes.hpp"
#include "io/detail/netcdf.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace hacthanh::io::detail {
namespace {

constexpr hsize_t moments_per_chunk = 128;  // never compressed: the last chunk of a series is written again
constexpr hsize_t rows_per_chunk = 4096;
constexpr double rows_per_metre = 100;  // stored positions are whole centimetres
constexpr float ug_per_kg = 1e9F;

std::string in(char const* group, std::string const& name) { return std::string(group) + "/" + name; }

template <class T, class Of>
std::vector<T> column(std::vector<state::Receptor> const& receptors, Of const& of) {
    std::vector<T> values;
    for (auto const& receptor : receptors) values.push_back(of(receptor));
    return values;
}

/// A coordinate [m] stored in whole centimetres, in the way of CF (`scale_factor`, `add_offset`).
void define_position(hid_t group, char const* name, Dimension const& row, double offset, std::string const& mapping) {
    TextAttributes attributes = {{"long_name", "front bumper"}, {"units", "m"}};
    add_mapping(attributes, mapping);
    hdf5::Handle const variable =
        define(group, name, H5T_NATIVE_INT32, {&row}, attributes, {.chunk = {rows_per_chunk}});
    hdf5::set_attribute(variable.get(), "scale_factor", 1 / rows_per_metre);
    hdf5::set_attribute(variable.get(), "add_offset", offset);
}

std::vector<std::int32_t> in_centimetres(std::vector<float> const& metres) {
    std::vector<std::int32_t> values;
    values.reserve(metres.size());
    for (float const value : metres)
        values.push_back(static_cast<std::int32_t>(std::lround(static_cast<double>(value) * rows_per_metre)));
    return values;
}

}  // namespace

Dimension time_axis(hid_t group, state::RunHeader const& header, char const* long_name) {
    return coordinate(group, "time", {}, true,
                      {{"standard_name", "time"},
                       {"long_name", long_name},
                       {"units", "seconds since " + header.epoch_utc},
                       {"calendar", "proleptic_gregorian"},
                       {"axis", "T"}});
}

void define_receptors(hid_t root, state::RunHeader const& header, std::string const& mapping) {
    auto const& receptors = header.receptors;
    if (receptors.empty()) return;
    using state::Receptor;
    hdf5::Handle const opened = hdf5::create_group(root, receptor_group);
    hid_t const group = opened.get();
    Dimension const time = time_axis(group, header, "end of the coupling interval");
    Dimension const receptor = bare_dimension(group, "receptor", receptors.size());
    auto const text = [&](char const* name, char const* long_name, std::string Receptor::*member) {
        define_text(group, name, {&receptor}, {{"long_name", long_name}},
                    column<std::string>(receptors, [member](Receptor const& r) { return r.*member; }));
    };
    text("name", "name of the point", &Receptor::name);
    text("name_vi", "name of the point in Vietnamese", &Receptor::name_vi);
    text("kind", "school, hospital, monitor, ...", &Receptor::kind);
    auto const& projection = header.city.projection;
    TextAttributes metres = {{"units", "m"}};
    define_with<double>(group, "height", {&receptor}, {{"long_name", "height over ground"}, {"units", "m"}},
                        column<double>(receptors, [](Receptor const& r) { return r.height; }));
    add_mapping(metres, mapping);
    define_with<double>(group, "x", {&receptor}, metres,
                        column<double>(receptors, [&](Receptor const& r) { return projection.projected_x(r.x); }));
    define_with<double>(group, "y", {&receptor}, metres,
                        column<double>(receptors, [&](Receptor const& r) { return projection.projected_y(r.y); }));
    for (Pollutant pollutant : header.species) {
        std::string const species(name(pollutant));
        TextAttributes attributes = {{"long_name", "mass concentration of " + species + " at the point"},
                                     {"units", "ug m-3"},
                                     {"cell_methods", "time: point"},
                                     {"coordinates", "x y height name"}};
        add_mapping(attributes, mapping);
        define(group, species, H5T_NATIVE_FLOAT, {&time, &receptor}, attributes,
               {.chunk = {moments_per_chunk, receptor.size}, .fill = true});
    }
}

void define_trace(hid_t root, state::RunHeader const& header, std::string const& mapping) {
    if (header.trace_interval_s <= 0) return;
    hdf5::Handle const opened = hdf5::create_group(root, trace_group);
    hid_t const group = opened.get();
    hdf5::set_attribute(group, "interval_s", header.trace_interval_s);
    Dimension const time = time_axis(group, header, "moment");
    Dimension const row = bare_dimension(group, "row", 0);
    define(group, "count", H5T_NATIVE_INT32, {&time},
           {{"long_name", "vehicles on the road, as many rows belong to the moment"},
            {"units", "1"},
            {"sample_dimension", "row"}},
           {.chunk = {moments_per_chunk}});
    define(group, "vehicle", H5T_NATIVE_INT32, {&row}, {{"long_name", "number of the vehicle"}},
           {.chunk = {rows_per_chunk}});
    std::vector<std::int8_t> codes(state::n_vehicle_groups);
    std::iota(codes.begin(), codes.end(), std::int8_t(0));
    hdf5::Handle const kind = define(group, "vehicle_group", H5T_NATIVE_INT8, {&row},
                                     {{"long_name", "group of vehicles"},
                                      {"flag_meanings", fmt::format("{}", fmt::join(state::vehicle_group_names, " "))}},
                                     {.chunk = {rows_per_chunk}});
    hdf5::set_attribute(kind.get(), "flag_values", codes);
    define_position(group, "x", row, header.city.projection.projected_x(0), mapping);
    define_position(group, "y", row, header.city.projection.projected_y(0), mapping);
    define(group, "speed", H5T_NATIVE_FLOAT, {&row}, {{"long_name", "speed"}, {"units", "m s-1"}},
           {.chunk = {rows_per_chunk}});
}

void write_receptors(SeriesTable& series, state::ReceptorSeries const& air, std::vector<std::string> const& species) {
    std::string const time = in(receptor_group, "time");
    if (air.end_s.empty() || !series.has(time)) return;
    std::size_t const n = air.end_s.size();
    std::size_t const n_points = air.concentration.size() / n / species.size();
    std::size_t const first = series.length(time);
    std::vector<float> values(n * n_points);
    for (std::size_t s = 0; s < species.size(); ++s) {
        for (std::size_t t = 0; t < n; ++t)
            for (std::size_t p = 0; p < n_points; ++p)
                values[t * n_points + p] = air.concentration[(t * species.size() + s) * n_points + p] * ug_per_kg;
        series.append<float>(in(receptor_group, species[s]), first, n, values);
    }
    series.append<double>(time, first, n, air.end_s);
}

void write_trace(SeriesTable& series, state::VehicleTrace const& trace) {
    std::string const time = in(trace_group, "time");
    if (trace.time_s.empty() || !series.has(time)) return;
    std::size_t const first = series.length(time);
    std::size_t const first_row = series.length(in(trace_group, "row"));
    std::size_t const n_rows = trace.vehicle.size();
    if (n_rows > 0) {
        auto const rows = [&]<class T>(char const* name, std::vector<T> const& values) {
            series.append<T>(in(trace_group, name), first_row, n_rows, values);
        };
        rows("vehicle", std::vector<std::int32_t>(trace.vehicle.begin(), trace.vehicle.end()));
        rows("vehicle_group", std::vector<std::int8_t>(trace.group.begin(), trace.group.end()));
        rows("x", in_centimetres(trace.x));
        rows("y", in_centimetres(trace.y));
        rows("speed", trace.speed);
        series.set_length(in(trace_group, "row"), first_row + n_rows);
    }
    series.append<std::int32_t>(in(trace_group, "count"), first, trace.count.size(),
                                std::vector<std::int32_t>(trace.count.begin(), trace.count.end()));
    series.append<double>(time, first, trace.time_s.size(), trace.time_s);
}

std::vector<state::Receptor> read_receptors(hid_t root, double network_offset_x, double network_offset_y) {
    std::vector<state::Receptor> receptors;
    if (!hdf5::exists(root, receptor_group)) return receptors;
    auto const texts = [root](char const* name) {
        return hdf5::read_strings(hdf5::open_dataset(root, in(receptor_group, name)).get());
    };
    auto const numbers = [root](char const* name) {
        return hdf5::read<double>(hdf5::open_dataset(root, in(receptor_group, name)).get());
    };
    auto const names = texts("name"), names_vi = texts("name_vi"), kinds = texts("kind");
    auto const x = numbers("x"), y = numbers("y"), height = numbers("height");
    for (std::size_t i = 0; i < names.size(); ++i)
        receptors.push_back({names[i], names_vi.at(i), kinds.at(i), x.at(i) + network_offset_x,
                             y.at(i) + network_offset_y, height.at(i)});
    return receptors;
}

std::vector<double> trace_times(hid_t root, double end_s) {
    if (!hdf5::exists(root, trace_group)) return {};
    auto const path = in(trace_group, "time");
    return hdf5::read<double>(hdf5::open_dataset(root, path).get(), {0}, {rows_until(root, path, end_s)});
}

state::VehicleTrace read_trace(hid_t root, double begin_s, double end_s) {
    state::VehicleTrace trace;
    auto const times = trace_times(root, end_s);
    std::size_t first = 0;
    while (first < times.size() && times[first] < begin_s) ++first;
    if (first == times.size()) return trace;
    auto const rows = [&]<class T>(char const* name, std::size_t begin, std::size_t n, T) {
        return hdf5::read<T>(hdf5::open_dataset(root, in(trace_group, name)).get(), {begin}, {n});
    };
    auto const counts = rows("count", 0, times.size(), std::uint32_t());
    auto const middle = counts.begin() + static_cast<std::ptrdiff_t>(first);
    auto const begin = std::accumulate(counts.begin(), middle, std::size_t(0));
    auto const n = std::accumulate(middle, counts.end(), std::size_t(0));
    auto const metres = [&](char const* name) {
        std::vector<float> values;
        for (std::int32_t const value : rows(name, begin, n, std::int32_t()))
            values.push_back(static_cast<float>(value / rows_per_metre));
        return values;
    };
    trace.time_s.assign(times.begin() + static_cast<std::ptrdiff_t>(first), times.end());
    trace.count.assign(middle, counts.end());
    if (n == 0) return trace;
    trace.vehicle = rows("vehicle", begin, n, std::uint32_t());
    trace.group = rows("vehicle_group", begin, n, std::uint8_t());
    trace.x = metres("x");
    trace.y = metres("y");
    trace.speed = rows("speed", begin, n, float());
    return trace;
}

bool has_own_time(std::string const& path) {
    return path.starts_with(in(receptor_group, "")) || path.starts_with(in(trace_group, "")) ||
           path.starts_with(in(wind_group, ""));
}

std::size_t rows_until(hid_t root, std::string const& path, double end_s) {
    constexpr double round_off_s = 1e-6;
    std::string const group = path.substr(0, path.find('/'));
    auto const times = hdf5::read<double>(hdf5::open_dataset(root, group + "/time").get());
    auto const moments =
        static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), end_s + round_off_s) - times.begin());
    std::string const name = path.substr(group.size() + 1);
    if (group != trace_group || name == "time" || name == "count") return moments;
    auto const counts = hdf5::read<std::int32_t>(hdf5::open_dataset(root, group + "/count").get());
    return std::accumulate(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(moments), std::size_t(0));
}

}  // namespace hacthanh::io::detail
