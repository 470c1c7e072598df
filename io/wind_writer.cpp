#include "io/wind_writer.hpp"

#include "io/detail/grid_axes.hpp"
#include "io/detail/result_city_plan.hpp"
#include "io/detail/result_provenance.hpp"
#include "io/replace_file.hpp"
#include "io/schema.hpp"
#include "sim/core/build_info.hpp"
#include "sim/state/cell_wind.hpp"

#include <functional>

namespace hacthanh::io {
namespace {

using detail::TextAttributes;

constexpr int deflate_level = 1;

/// Writes variables on the axes of one file.
class Fields {
public:
    Fields(hid_t root, mesh::CityMesh const& mesh, detail::GridAxes const& axes)
        : root_(root), mesh_(mesh), axes_(axes) {}

    /// (z, y, x); missing where there is no air. @param value  of a cell
    void in_air(std::string const& name, TextAttributes attributes,
                std::function<double(mesh::CellIndex)> const& value) {
        std::vector<float> values(mesh_.n_cells(), detail::fill_value);
        for (std::size_t k = 0; k < mesh_.nz(); ++k)
            for (std::size_t j = 0; j < mesh_.ny(); ++j)
                for (std::size_t i = 0; i < mesh_.nx(); ++i) {
                    std::size_t const cell = mesh_.cell({i, j, k});
                    if (mesh_.is_open(cell)) values[cell] = static_cast<float>(value({i, j, k}));
                }
        define_field(name, std::move(attributes), values, true);
    }

    template <class T>
    hdf5::Handle everywhere(std::string const& name, TextAttributes attributes,
                            std::function<T(std::size_t)> const& value) {
        std::vector<T> values(mesh_.n_cells());
        for (std::size_t cell = 0; cell < values.size(); ++cell) values[cell] = value(cell);
        return define_field(name, std::move(attributes), values, false);
    }

private:
    template <class T>
    hdf5::Handle define_field(std::string const& name, TextAttributes attributes, std::vector<T> const& values,
                              bool fill) {
        detail::add_mapping(attributes, axes_.mapping);
        auto variable = detail::define(root_, name, hdf5::native_type<T>(), {&axes_.z, &axes_.y, &axes_.x}, attributes,
                                       {.chunk = {1, mesh_.ny(), mesh_.nx()}, .deflate = deflate_level, .fill = fill});
        hdf5::write<T>(variable.get(), values);
        return variable;
    }

    hid_t root_;
    mesh::CityMesh const& mesh_;
    detail::GridAxes const& axes_;
};

void write_title(hid_t root, WindFileContent const& content) {
    auto const text = [&](char const* name, std::string const& value) { hdf5::set_attribute(root, name, value); };
    text("Conventions", "CF-1.8");
    text("title", content.title);
    text("source", "Hac Thanh " + build_info().version + ", wind model " + content.model);
    text("history", content.provenance.start_time_utc + " hacthanh wind " + content.provenance.scenario_path);
    text("comment", content.note);
    text("file_type", "hacthanh wind");
    text("schema", wind_schema.text());
    text("wind_model", content.model);
    for (auto const& [name, value] : content.report) hdf5::set_attribute(root, name, value);
    auto const& inflow = content.inflow;
    hdf5::set_attribute(root, "cell_size_m", content.zones.mesh().cell_size());
    hdf5::set_attribute(root, "wind_from_degrees", inflow.wind_from_deg);
    hdf5::set_attribute(root, "friction_velocity_m_s", inflow.friction_velocity);
    hdf5::set_attribute(root, "roughness_length_m", inflow.roughness_length);
    hdf5::set_attribute(root, "displacement_height_m", inflow.displacement_height);
    hdf5::set_attribute(root, "inverse_obukhov_length_per_m", inflow.inverse_obukhov_length);
    hdf5::set_attribute(root, "mixing_height_m", inflow.mixing_height);
}

TextAttributes named(std::string const& standard_name, std::string const& long_name, std::string const& units) {
    TextAttributes attributes = {{"long_name", long_name}, {"units", units}};
    if (!standard_name.empty()) attributes.insert(attributes.begin(), {"standard_name", standard_name});
    return attributes;
}

void write_fields(Fields& fields, WindFileContent const& content) {
    auto const& wind = content.flow.wind;
    auto const& turbulence = content.flow.turbulence;
    auto const& mesh = wind.mesh();
    auto const cells = state::cell_wind(wind);
    fields.in_air("u", named("eastward_wind", "wind to the east, middle of the cell", "m s-1"),
                  [&](mesh::CellIndex c) { return cells.u.at(c); });
    fields.in_air("v", named("northward_wind", "wind to the north, middle of the cell", "m s-1"),
                  [&](mesh::CellIndex c) { return cells.v.at(c); });
    fields.in_air("w", named("upward_air_velocity", "wind upwards, middle of the cell", "m s-1"),
                  [&](mesh::CellIndex c) { return cells.w.at(c); });
    auto const& vertical = turbulence.vertical_diffusivity;
    fields.in_air("vertical_diffusivity",
                  named("", "vertical turbulent diffusivity, mean of the faces below and above", "m2 s-1"),
                  [&](mesh::CellIndex c) {
                      return 0.5F * (vertical.z()[vertical.z_face(c.i, c.j, c.k)] +
                                     vertical.z()[vertical.z_face(c.i, c.j, c.k + 1)]);
                  });
    auto const cell_field = [&](std::string const& name, std::string const& long_name,
                                mesh::CellField<float> const& field) {
        fields.in_air(name, named("", long_name, field.unit()), [&](mesh::CellIndex c) { return field.at(c); });
    };
    cell_field("horizontal_diffusivity", "horizontal turbulent diffusivity", turbulence.horizontal_diffusivity);
    cell_field("sigma_along", "standard deviation of wind along the mean wind", content.particles.sigma_along);
    cell_field("sigma_across", "standard deviation of wind across the mean wind", content.particles.sigma_across);
    cell_field("sigma_up", "standard deviation of vertical wind", content.particles.sigma_up);
    cell_field("dissipation", "dissipation of turbulent kinetic energy", content.particles.dissipation);
    fields.everywhere<float>("free_volume_fraction", named("", "part of the cell that is air", "1"),
                             [&](std::size_t cell) { return static_cast<float>(mesh.free_volume_fraction(cell)); });
    auto const zones =
        fields.everywhere<std::int8_t>("flow_zone",
                                       {{"long_name", "what shaped the wind of the cell"},
                                        {"flag_meanings", "open resolved canopy canyon solid"},
                                        {"units", "1"}},
                                       [&](std::size_t cell) { return static_cast<std::int8_t>(content.zones[cell]); });
    hdf5::set_attribute(zones.get(), "flag_values", std::vector<std::int8_t>{0, 1, 2, 3, 4});
}

}  // namespace

void write_wind(std::string const& path, WindFileContent const& content) {
    replace_file(path, [&](std::filesystem::path const& part) {
        hdf5::File file = hdf5::File::create(part.string());
        {
            auto const& mesh = content.zones.mesh();
            write_title(file.id(), content);
            auto const axes = detail::define_grid_axes(file.id(), mesh, content.city.projection, mesh.nz());
            Fields fields(file.id(), mesh, axes);
            write_fields(fields, content);
            detail::define_city_plan(file.id(), axes.y, axes.x, content.city, mesh, axes.mapping);
            detail::write_provenance(file.id(), content.provenance);
        }
        file.close();
    });
}

}  // namespace hacthanh::io
