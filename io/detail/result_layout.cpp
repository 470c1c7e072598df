#include "io/detail/result_layout.hpp"

#include "io/detail/bit_rounding.hpp"
#include "io/detail/grid_axes.hpp"
#include "io/detail/integrity.hpp"
#include "io/detail/netcdf.hpp"
#include "io/detail/result_canyons.hpp"
#include "io/detail/result_city_plan.hpp"
#include "io/detail/result_points.hpp"
#include "io/detail/result_provenance.hpp"
#include "io/detail/result_terms.hpp"
#include "io/detail/result_wind.hpp"
#include "io/detail/standard_names.hpp"
#include "io/schema.hpp"
#include "sim/core/build_info.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace hacthanh::io::detail {
namespace {

constexpr hsize_t steps_per_chunk = 64;  // of small series; never compressed, so they may be written again
constexpr int deflate_level = 1;
constexpr double ug_per_kg = 1e9;

/// The axes that many variables share.
struct Axes {
    Dimension time, species;
    GridAxes grid;
};

Axes define_axes(hid_t root, state::RunHeader const& header, BoxShape shape) {
    Axes axes;
    axes.time = coordinate(root, "time", {}, true,
                           {{"standard_name", "time"},
                            {"long_name", "end of the output step"},
                            {"units", "seconds since " + header.epoch_utc},
                            {"calendar", "proleptic_gregorian"},
                            {"axis", "T"},
                            {"bounds", "time_bnds"}});
    axes.grid = define_grid_axes(root, header.mesh, header.city.projection, shape.nz);
    axes.species = bare_dimension(root, "species", header.species.size());
    define(root, "time_bnds", H5T_NATIVE_DOUBLE, {&axes.time, &axes.grid.bounds}, {}, {.chunk = {steps_per_chunk, 2}});
    return axes;
}

/// Background of a species [ug/m3], or nothing.
std::optional<double> background_of(state::RunHeader const& header, std::size_t species) {
    auto const& values = header.background.concentration;
    if (species >= values.size() || !values[species]) return std::nullopt;
    return *values[species] * ug_per_kg;
}

void define_fields(hid_t root, Axes const& axes, state::RunHeader const& header, StoredFields const& fields,
                   std::string const& mapping) {
    auto const& c = fields.chunk;
    std::size_t s = 0;
    for (Pollutant pollutant : header.species) {
        std::string const species(name(pollutant));
        TextAttributes attributes = {{"long_name", "mass concentration of " + species + " in air"},
                                     {"units", "ug m-3"},
                                     {"cell_methods", "time: mean"}};
        if (pollutant == Pollutant::fuel)
            attributes[0].second = "mass of burnt fuel carried like an inert gas (a dilution tracer) in air";
        auto const background = background_of(header, s++);
        if (background) attributes[0].second += ", background included";
        if (*standard_name(pollutant) != 0) attributes.emplace_back("standard_name", standard_name(pollutant));
        add_mapping(attributes, mapping);
        hdf5::Handle const field =
            define(root, species, H5T_NATIVE_FLOAT, {&axes.time, &axes.grid.z, &axes.grid.y, &axes.grid.x}, attributes,
                   {.chunk = {1, c.nz, c.ny, c.nx}, .deflate = deflate_level, .fill = true});
        if (background) hdf5::set_attribute(field.get(), background_name, *background);
        hdf5::set_attribute(field.get(), "kept_mantissa_bits", kept_bits(header.significant_error));
        attributes[0].second += ", lowest layer, mean over the run after spin-up";
        hdf5::Handle const mean = define(root, surface_mean_name(species), H5T_NATIVE_FLOAT,
                                         {&axes.grid.y, &axes.grid.x}, attributes, {.fill = true});
        if (background) hdf5::set_attribute(mean.get(), background_name, *background);
    }
}

void define_account(hid_t root, Axes const& axes) {
    hdf5::Handle const budget = hdf5::create_group(root, budget_group);
    auto const per_species = [&](char const* variable, char const* units, char const* long_name) {
        define(budget.get(), variable, H5T_NATIVE_DOUBLE, {&axes.time, &axes.species},
               {{"long_name", long_name}, {"units", units}}, {.chunk = {steps_per_chunk, axes.species.size}});
    };
    for (auto const& term : budget_terms) per_species(term.name, "kg", term.long_name);
    per_species(residual_name, "kg", "mass made (> 0) or lost (< 0) by the numerics since the start");
    per_species(relative_error_name, "1", "|residual| over the mass supplied since the start");
    for (auto const& term : species_terms) per_species(term.name, term.units, term.long_name);

    hdf5::Handle const summary = hdf5::create_group(root, summary_group);
    auto const series = [&](char const* variable, hid_t type, char const* units, char const* long_name) {
        define(summary.get(), variable, type, {&axes.time}, {{"long_name", long_name}, {"units", units}},
               {.chunk = {steps_per_chunk}});
    };
    for (auto const& term : summary_terms) series(term.name, H5T_NATIVE_DOUBLE, term.units, term.long_name);
    for (auto const& term : count_terms) series(term.name, H5T_NATIVE_INT64, "1", term.long_name);
    for (auto const& term : traffic_terms) series(term.name, H5T_NATIVE_INT64, "1", term.long_name);
    series(vehicle_seconds_name, H5T_NATIVE_DOUBLE, "s", "time spent on the road by all vehicles since the start");
    series(traffic_cpu_name, H5T_NATIVE_DOUBLE, "s", "CPU time of the traffic simulation since the start");
    Dimension const record = bare_dimension(summary.get(), "record", 0);
    define(summary.get(), texts_name, hdf5::string_type().get(), {&record},
           {{"long_name", "warnings and wall time per stage, one JSON text per output step and one at the end"}},
           {.chunk = {steps_per_chunk}});
}

void define_weather(hid_t root, Axes const& axes) {
    hdf5::Handle const group = hdf5::create_group(root, weather_group);
    auto const series = [&](char const* variable, char const* units, char const* long_name, char const* standard) {
        TextAttributes attributes = {{"long_name", long_name}, {"units", units}, {"cell_methods", "time: mean"}};
        if (*standard != 0) attributes.emplace_back("standard_name", standard);
        define(group.get(), variable, H5T_NATIVE_DOUBLE, {&axes.time}, attributes, {.chunk = {steps_per_chunk}});
    };
    for (auto const& term : weather_terms) series(term.name, term.units, term.long_name, term.standard_name);
    series(weather_direction_name, "degree", "where the mean vector comes from, clockwise from north",
           "wind_from_direction");
}

void define_time_series(hid_t root, Axes const& axes) {
    std::int64_t const none = 0;
    hdf5::Handle const steps = define(root, steps_name, H5T_NATIVE_INT64, {},
                                      {{"long_name", "output steps that are wholly in the file"}, {"units", "1"}});
    hdf5::write_raw(steps.get(), H5T_NATIVE_INT64, &none);
    hdf5::Handle const spin_up =
        define(root, "spin_up", H5T_NATIVE_INT8, {&axes.time},
               {{"long_name", "1 where the output step belongs to the spin-up, left out of means"},
                {"flag_meanings", "result spin_up"}},
               {.chunk = {steps_per_chunk}});
    hdf5::set_attribute(spin_up.get(), "flag_values", std::vector<std::int8_t>{0, 1});
    define(root, "vehicles", H5T_NATIVE_INT32, {&axes.time},
           {{"long_name", "vehicles on the road at the end of the output step"}, {"units", "1"}},
           {.chunk = {steps_per_chunk}});
    define(root, "interval_emitted", H5T_NATIVE_DOUBLE, {&axes.time, &axes.species},
           {{"long_name", "mass emitted on all roads in the output step"}, {"units", "kg"}},
           {.chunk = {steps_per_chunk, axes.species.size}});
    define(root, background_name, H5T_NATIVE_FLOAT, {&axes.time, &axes.species},
           {{"long_name",
             "concentration of the air around the domain, part of the concentrations; missing = not known, "
             "taken as 0"},
            {"units", "ug m-3"},
            {"cell_methods", "time: mean"}},
           {.chunk = {steps_per_chunk, axes.species.size}, .fill = true});
}

void define_road_geometry(hid_t root, city::City const& city, Dimension const& edge, std::string const& mapping) {
    std::vector<std::int32_t> node_count, lanes;
    std::vector<std::int8_t> internal;
    std::vector<double> node_x, node_y, length, width;
    std::vector<std::string> names, streets;
    for (auto const& road : city.roads) {
        node_count.push_back(static_cast<std::int32_t>(road.axis.size()));
        for (auto const& point : road.axis) {
            node_x.push_back(city.projection.projected_x(point.x));
            node_y.push_back(city.projection.projected_y(point.y));
        }
        names.push_back(road.name);
        streets.push_back(road.street_name);
        length.push_back(road.length_m);
        width.push_back(road.width_m);
        lanes.push_back(road.n_lanes);
        internal.push_back(road.internal ? 1 : 0);
    }
    TextAttributes container = {
        {"geometry_type", "line"}, {"node_count", "edge_node_count"}, {"node_coordinates", "edge_node_x edge_node_y"}};
    TextAttributes of_edge = {{"geometry", "edge_geometry"}};
    add_mapping(container, mapping);
    add_mapping(of_edge, mapping);
    auto const with = [&](TextAttributes attributes) {
        attributes.insert(attributes.end(), of_edge.begin(), of_edge.end());
        return attributes;
    };
    std::int32_t const nothing = 0;
    hdf5::write_raw(define(root, "edge_geometry", H5T_NATIVE_INT32, {}, container).get(), H5T_NATIVE_INT32, &nothing);
    Dimension const node = bare_dimension(root, "edge_node", node_x.size());
    define_with<std::int32_t>(root, "edge_node_count", {&edge}, {{"long_name", "points of the road's line"}},
                              node_count);
    define_with<double>(root, "edge_node_x", {&node}, {{"axis", "X"}, {"units", "m"}}, node_x);
    define_with<double>(root, "edge_node_y", {&node}, {{"axis", "Y"}, {"units", "m"}}, node_y);
    define_text(root, "edge_name", {&edge}, with({{"long_name", "SUMO edge id"}}), names);
    define_text(root, "edge_street_name", {&edge}, with({{"long_name", "street name"}}), streets);
    define_with<double>(root, "edge_length", {&edge}, with({{"long_name", "length of the road"}, {"units", "m"}}),
                        length);
    define_with<double>(root, "edge_width", {&edge}, with({{"long_name", "width of all lanes"}, {"units", "m"}}),
                        width);
    define_with<std::int32_t>(root, "edge_lanes", {&edge}, with({{"long_name", "number of lanes"}, {"units", "1"}}),
                              lanes);
    define_with<std::int8_t>(root, "edge_internal", {&edge},
                             with({{"long_name", "1 for a connection across a junction"}}), internal);
    define_canyons(root, edge, city, of_edge);
}

void define_road_groups(hid_t root, Axes const& axes, Dimension const& edge) {
    std::vector<std::string> const names(state::vehicle_group_names.begin(), state::vehicle_group_names.end());
    Dimension const group = bare_dimension(root, "vehicle_group", names.size());
    define_text(root, "vehicle_group_name", {&group}, {{"long_name", "group of vehicles"}}, names);
    auto const series = [&](char const* variable, std::string const& units, std::string const& long_name) {
        define(root, by_group_name(variable), H5T_NATIVE_FLOAT, {&axes.time, &group, &edge},
               {{"long_name", long_name + ", by group"}, {"units", units}},
               {.chunk = {1, group.size, edge.size}, .deflate = deflate_level, .fill = true});
    };
    series(speed_name, "m s-1", "mean speed");
    series(flow_name, "h-1", "vehicles per hour");
    series(density_name, "km-1", "vehicles per km of road");
    series(delay_name, "1", "vehicle-hours lost per hour");
    series(queue_name, "1", "mean number of queued vehicles");
}

void define_roads(hid_t root, Axes const& axes, state::RunHeader const& header, std::string const& mapping,
                  bool keep_groups) {
    Dimension const edge = bare_dimension(root, "edge", header.city.roads.size());
    define_road_geometry(root, header.city, edge, mapping);
    auto const quantity = [&](std::string const& variable, std::string const& units, std::string const& long_name) {
        TextAttributes attributes = {{"long_name", long_name}, {"units", units}, {"geometry", "edge_geometry"}};
        add_mapping(attributes, mapping);
        define(root, variable, H5T_NATIVE_FLOAT, {&axes.time, &edge}, attributes,
               {.chunk = {1, edge.size}, .deflate = deflate_level, .fill = true});
        attributes[0].second += ", over the run after spin-up";
        define(root, mean_name(variable), H5T_NATIVE_FLOAT, {&edge}, attributes, {.fill = true});
    };
    quantity("edge_vehicles", "1", "mean number of vehicles on the road");
    quantity("edge_speed", "m s-1", "mean speed of the vehicles, missing where nobody drove");
    quantity("edge_flow", "h-1", "vehicles per hour, averaged along the road");
    auto const series = [&](std::string const& variable, hid_t type, std::string const& units,
                            std::string const& long_name) {
        TextAttributes attributes = {{"long_name", long_name}, {"units", units}, {"geometry", "edge_geometry"}};
        add_mapping(attributes, mapping);
        define(root, variable, type, {&axes.time, &edge}, attributes,
               {.chunk = {1, edge.size}, .deflate = deflate_level, .fill = type == H5T_NATIVE_FLOAT});
    };
    series(density_name, H5T_NATIVE_FLOAT, "km-1", "vehicles per km of road");
    series(delay_name, H5T_NATIVE_FLOAT, "1", "vehicle-hours lost per hour against driving at the speed limit");
    series(queue_name, H5T_NATIVE_FLOAT, "1", "mean number of vehicles slower than 5 km/h");
    series(level_of_service_name, H5T_NATIVE_INT8, "1",
           "level of service of urban streets (HCM 2010), 1 = A to 6 = F, 0 = nobody drove");
    if (keep_groups) define_road_groups(root, axes, edge);
    for (Pollutant pollutant : header.species) {
        std::string const species(name(pollutant));
        quantity(emission_name(species), "g km-1 h-1", "emission of " + species + " per length and time");
        if (!header.kerbs) continue;
        for (char const* side : {leeward, windward})
            series(kerb_name(species, side), H5T_NATIVE_FLOAT, "ug m-3",
                   fmt::format("mass concentration of {} at the {} kerb, 1.5 m over ground", species, side));
    }
}

void define_inflow(hid_t root, state::RunHeader const& header) {
    hdf5::Handle const group = hdf5::create_group(root, inflow_group);
    auto const& profile = header.inflow;
    auto const& mesh = header.mesh;
    if (profile.speed.size() != mesh.nz() || profile.vertical_diffusivity.size() != mesh.nz() + 1 ||
        profile.horizontal_diffusivity.size() != mesh.nz())
        throw RunError("the inflow profile does not fit the layers of the mesh");
    hdf5::set_attribute(group.get(), "wind_from_degrees", profile.wind_from_deg);
    hdf5::set_attribute(group.get(), "friction_velocity_m_s", profile.friction_velocity);
    hdf5::set_attribute(group.get(), "roughness_length_m", profile.roughness_length);
    hdf5::set_attribute(group.get(), "displacement_height_m", profile.displacement_height);
    hdf5::set_attribute(group.get(), "inverse_obukhov_length_per_m", profile.inverse_obukhov_length);
    hdf5::set_attribute(group.get(), "mixing_height_m", profile.mixing_height);
    std::vector<double> centres;
    for (std::size_t k = 0; k < mesh.nz(); ++k) centres.push_back(mesh.z_centre(k));
    Dimension const layer =
        coordinate(group.get(), "layer", centres, false, {{"long_name", "middle of the mesh layer"}, {"units", "m"}});
    Dimension const border = coordinate(group.get(), "layer_border", mesh.z_faces(), false,
                                        {{"long_name", "border between mesh layers"}, {"units", "m"}});
    define_with<double>(group.get(), "wind_speed", {&layer},
                        {{"long_name", "speed of the undisturbed wind"}, {"units", "m s-1"}}, profile.speed);
    define_with<double>(group.get(), "horizontal_diffusivity", {&layer},
                        {{"long_name", "horizontal turbulent diffusivity"}, {"units", "m2 s-1"}},
                        profile.horizontal_diffusivity);
    define_with<double>(group.get(), "vertical_diffusivity", {&border},
                        {{"long_name", "vertical turbulent diffusivity"}, {"units", "m2 s-1"}},
                        profile.vertical_diffusivity);
}

void define_title(hid_t root, state::RunHeader const& header) {
    auto const text = [&](char const* attribute, std::string const& value) {
        hdf5::set_attribute(root, attribute, value);
    };
    text("Conventions", "CF-1.8");
    text("title", header.title);
    text("title_vi", header.title_vi);
    text("source", "Hac Thanh " + build_info().version + ", traffic by SUMO");
    text("history", header.provenance.start_time_utc + " hacthanh run " + header.provenance.scenario_path);
    text("comment", header.note);
    text("note_vi", header.note_vi);
    text("file_type", std::string(file_type));
    text("schema", results_schema.text());
    hdf5::set_attribute(root, "complete", std::int32_t(0));
    hdf5::set_attribute(root, "schematic", std::int32_t(header.schematic ? 1 : 0));
    text("background_kind", header.background.kind.empty() ? "none" : header.background.kind);
    text("background_source", header.background.source);
    text("background_source_vi", header.background.source_vi);
    std::vector<std::string> species;
    for (Pollutant pollutant : header.species) species.emplace_back(name(pollutant));
    text("species", fmt::format("{}", fmt::join(species, " ")));  // the order along the axis `species`
    text("epoch_utc", header.epoch_utc);
    text("utc_offset", header.utc_offset);
    hdf5::set_attribute(root, "begin_s", header.begin_s);
    hdf5::set_attribute(root, "end_s", header.end_s);
    hdf5::set_attribute(root, "interval_s", header.interval_s);
    hdf5::set_attribute(root, "spin_up_s", header.spin_up_s);
    hdf5::set_attribute(root, "cell_size_m", header.mesh.cell_size());
    hdf5::set_attribute(root, "significant_error", header.significant_error);
}

}  // namespace

StoredFields stored_fields(mesh::CityMesh const& mesh, ResultWriterOptions const& options) {
    std::size_t layers = mesh.nz();
    if (!options.keep_fields) layers = 1;
    if (options.keep_fields && options.fields_up_to_m) {
        auto const& faces = mesh.z_faces();
        auto const above = std::lower_bound(faces.begin(), faces.end() - 1, *options.fields_up_to_m);
        layers = std::max<std::size_t>(1, static_cast<std::size_t>(above - faces.begin()));
    }
    BoxShape const shape{layers, mesh.ny(), mesh.nx()};
    return {shape, choose_chunk(shape)};
}

void define_results(hdf5::File& file, state::RunHeader const& header, ResultWriterOptions const& options) {
    hid_t const root = file.id();
    auto const fields = stored_fields(header.mesh, options);
    define_title(root, header);
    Axes const axes = define_axes(root, header, fields.shape);
    std::string const& mapping = axes.grid.mapping;
    define_fields(root, axes, header, fields, mapping);
    define_city_plan(root, axes.grid.y, axes.grid.x, header.city, header.mesh, mapping);
    define_time_series(root, axes);
    if (options.keep_roads && !header.city.roads.empty())
        define_roads(root, axes, header, mapping, options.keep_groups);
    define_account(root, axes);
    define_weather(root, axes);
    define_inflow(root, header);
    if (options.keep_wind && options.keep_fields) define_wind(root, header, axes.grid, fields.chunk);
    define_receptors(root, header, mapping);
    define_trace(root, header, mapping);
    write_provenance(root, header.provenance);
    define_integrity(root);
}

}  // namespace hacthanh::io::detail
