#include "io/detail/recording_tables.hpp"

#include <type_traits>
#include <utility>

namespace hacthanh::io::detail {

namespace {

using hdf5::Handle;

/// Calls visit(name, member) for every counted total.
template <class Visit>
void for_each_total(Visit visit) {
    visit("departed", &state::TrafficTotals::departed);
    visit("arrived", &state::TrafficTotals::arrived);
    visit("running", &state::TrafficTotals::running);
    visit("waiting", &state::TrafficTotals::waiting);
    visit("teleported", &state::TrafficTotals::teleported);
    visit("collisions", &state::TrafficTotals::collisions);
    visit("emergency_stops", &state::TrafficTotals::emergency_stops);
    visit("warnings", &state::TrafficTotals::warnings);
    visit("vehicle_seconds", &state::TrafficTotals::vehicle_seconds);
    visit("cpu_s", &state::TrafficTotals::cpu_s);
}

template <class T>
void write_column(hid_t group, std::string const& name, std::vector<T> const& values) {
    hdf5::create_with(group, name, std::span<T const>(values));
}

template <class T>
std::vector<T> read_column(hid_t group, std::string const& name) {
    return hdf5::read<T>(hdf5::open_dataset(group, name).get());
}

/// One member of every item, as a column.
template <class T, class Item>
std::vector<T> column_of(std::vector<Item> const& items, T Item::*member) {
    std::vector<T> column;
    for (Item const& item : items) column.push_back(item.*member);
    return column;
}

template <class T, class Item>
void set_column(std::vector<Item>& items, T Item::*member, std::vector<T> const& column) {
    for (std::size_t i = 0; i < items.size(); ++i) items[i].*member = column.at(i);
}

void write_roads(hid_t root, city::City const& city) {
    using city::Road;
    Handle const group = hdf5::create_group(root, "roads");
    write_texts(group.get(), "name", column_of(city.roads, &Road::name));
    write_texts(group.get(), "street_name", column_of(city.roads, &Road::street_name));
    write_column(group.get(), "length_m", column_of(city.roads, &Road::length_m));
    write_column(group.get(), "width_m", column_of(city.roads, &Road::width_m));
    write_column(group.get(), "n_lanes", column_of(city.roads, &Road::n_lanes));
    write_column(group.get(), "speed_limit_m_s", column_of(city.roads, &Road::speed_limit));
    std::vector<std::uint8_t> internal;
    std::vector<std::uint64_t> n_points;
    std::vector<double> x;
    std::vector<double> y;
    for (Road const& road : city.roads) {
        internal.push_back(road.internal ? 1 : 0);
        n_points.push_back(road.axis.size());
        for (city::Point const p : road.axis) x.push_back(p.x), y.push_back(p.y);
    }
    write_column(group.get(), "internal", internal);
    write_column(group.get(), "n_points", n_points);
    write_column(group.get(), "axis_x_m", x);
    write_column(group.get(), "axis_y_m", y);
}

std::vector<city::Road> read_roads(hid_t root) {
    using city::Road;
    Handle const group = hdf5::open_group(root, "roads");
    auto const names = read_texts(group.get(), "name");
    std::vector<Road> roads(names.size());
    set_column(roads, &Road::name, names);
    set_column(roads, &Road::street_name, read_texts(group.get(), "street_name"));
    set_column(roads, &Road::length_m, read_column<double>(group.get(), "length_m"));
    set_column(roads, &Road::width_m, read_column<double>(group.get(), "width_m"));
    set_column(roads, &Road::n_lanes, read_column<int>(group.get(), "n_lanes"));
    if (hdf5::exists(group.get(), "speed_limit_m_s"))
        set_column(roads, &Road::speed_limit, read_column<double>(group.get(), "speed_limit_m_s"));
    auto const internal = read_column<std::uint8_t>(group.get(), "internal");
    auto const n_points = read_column<std::uint64_t>(group.get(), "n_points");
    auto const x = read_column<double>(group.get(), "axis_x_m");
    auto const y = read_column<double>(group.get(), "axis_y_m");
    std::size_t next = 0;
    for (std::size_t i = 0; i < roads.size(); ++i) {
        roads[i].internal = internal.at(i) != 0;
        for (std::uint64_t k = 0; k < n_points.at(i); ++k, ++next) roads[i].axis.push_back({x.at(next), y.at(next)});
    }
    return roads;
}

double number(hid_t object, std::string const& name) { return hdf5::read_attribute<double>(object, name).at(0); }

}  // namespace

void RecordingSteps::add(state::VehicleStates const& step, std::size_t types, state::TrafficTotals const& after) {
    end_time_s.push_back(step.end_time_s);
    n_vehicles.push_back(static_cast<std::uint32_t>(step.size()));
    n_types.push_back(static_cast<std::uint32_t>(types));
    n_warnings.push_back(static_cast<std::uint32_t>(after.first_warnings.size()));
    totals.push_back(after);
    totals.back().first_warnings.clear();
}

void write_header(hid_t root, state::TrafficRecordHeader const& header) {
    hdf5::set_attribute(root, "begin_s", header.begin_s);
    hdf5::set_attribute(root, "end_s", header.end_s);
    hdf5::set_attribute(root, "step_s", header.step_s);
    hdf5::set_attribute(root, "simulator", header.simulator);
    hdf5::set_attribute(root, "seed", header.seed);
    auto const& projection = header.city.projection;
    hdf5::set_attribute(root, "projection", projection.proj_string);
    hdf5::set_attribute(root, "projection_offset_m", std::vector{projection.offset_x_m, projection.offset_y_m});
    auto const& extent = header.city.road_extent;
    hdf5::set_attribute(root, "road_extent_m", std::vector{extent.x_min, extent.y_min, extent.x_max, extent.y_max});
    hdf5::set_attribute(root, "flat", std::int32_t(header.city.flat ? 1 : 0));
    write_roads(root, header.city);
}

state::TrafficRecordHeader read_header(hid_t root) {
    state::TrafficRecordHeader header;
    header.begin_s = number(root, "begin_s");
    header.end_s = number(root, "end_s");
    header.step_s = number(root, "step_s");
    header.simulator = hdf5::read_text_attribute(root, "simulator");
    header.seed = hdf5::read_attribute<std::int64_t>(root, "seed").at(0);
    auto const offset = hdf5::read_attribute<double>(root, "projection_offset_m");
    header.city.projection = {hdf5::read_text_attribute(root, "projection"), offset.at(0), offset.at(1)};
    auto const extent = hdf5::read_attribute<double>(root, "road_extent_m");
    header.city.road_extent = {extent.at(0), extent.at(1), extent.at(2), extent.at(3)};
    header.city.flat = hdf5::read_attribute<std::int32_t>(root, "flat").at(0) != 0;
    header.city.roads = read_roads(root);
    return header;
}

void write_steps(hid_t root, RecordingSteps const& steps) {
    Handle const group = hdf5::create_group(root, "steps");
    write_column(group.get(), "end_time_s", steps.end_time_s);
    write_column(group.get(), "n_vehicles", steps.n_vehicles);
    write_column(group.get(), "n_types", steps.n_types);
    write_column(group.get(), "n_warnings", steps.n_warnings);
    for_each_total(
        [&](char const* name, auto member) { write_column(group.get(), name, column_of(steps.totals, member)); });
}

RecordingSteps read_steps(hid_t root) {
    Handle const group = hdf5::open_group(root, "steps");
    RecordingSteps steps;
    steps.end_time_s = read_column<double>(group.get(), "end_time_s");
    steps.n_vehicles = read_column<std::uint32_t>(group.get(), "n_vehicles");
    steps.n_types = read_column<std::uint32_t>(group.get(), "n_types");
    steps.n_warnings = read_column<std::uint32_t>(group.get(), "n_warnings");
    steps.totals.resize(steps.end_time_s.size());
    for_each_total([&](char const* name, auto member) {
        using T = std::remove_cvref_t<decltype(std::declval<state::TrafficTotals&>().*member)>;
        if (hdf5::exists(group.get(), name)) set_column(steps.totals, member, read_column<T>(group.get(), name));
    });
    return steps;
}

void write_types(hid_t root, std::vector<state::VehicleType> const& types) {
    using state::VehicleType;
    Handle const group = hdf5::create_group(root, "types");
    write_texts(group.get(), "name", column_of(types, &VehicleType::name));
    write_texts(group.get(), "vehicle_class", column_of(types, &VehicleType::vehicle_class));
    write_texts(group.get(), "emission_class", column_of(types, &VehicleType::emission_class));
    write_column(group.get(), "length_m", column_of(types, &VehicleType::length_m));
    write_column(group.get(), "width_m", column_of(types, &VehicleType::width_m));
    write_column(group.get(), "height_m", column_of(types, &VehicleType::height_m));
}

std::vector<state::VehicleType> read_types(hid_t root) {
    using state::VehicleType;
    Handle const group = hdf5::open_group(root, "types");
    auto const names = read_texts(group.get(), "name");
    std::vector<VehicleType> types(names.size());
    set_column(types, &VehicleType::name, names);
    set_column(types, &VehicleType::vehicle_class, read_texts(group.get(), "vehicle_class"));
    set_column(types, &VehicleType::emission_class, read_texts(group.get(), "emission_class"));
    set_column(types, &VehicleType::length_m, read_column<double>(group.get(), "length_m"));
    set_column(types, &VehicleType::width_m, read_column<double>(group.get(), "width_m"));
    set_column(types, &VehicleType::height_m, read_column<double>(group.get(), "height_m"));
    return types;
}

void write_texts(hid_t group, std::string const& name, std::vector<std::string> const& texts) {
    Handle const dataset = hdf5::create_dataset(group, name, hdf5::string_type().get(), {.dims = {texts.size()}});
    if (!texts.empty()) hdf5::write_strings(dataset.get(), texts);
}

std::vector<std::string> read_texts(hid_t group, std::string const& name) {
    Handle const dataset = hdf5::open_dataset(group, name);
    if (hdf5::n_values(hdf5::dims_of(dataset.get())) == 0) return {};
    return hdf5::read_strings(dataset.get());
}

}  // namespace hacthanh::io::detail
