#include "io/detail/grid_axes.hpp"

#include "io/crs.hpp"

#include <vector>

namespace hacthanh::io::detail {
namespace {

TextAttributes length_axis(char axis, std::string const& standard_name, std::string const& long_name) {
    TextAttributes attributes;
    if (!standard_name.empty()) attributes.emplace_back("standard_name", standard_name);
    attributes.insert(attributes.end(), {{"long_name", long_name}, {"units", "m"}, {"axis", std::string(1, axis)}});
    return attributes;
}

/// Describes the projection, if there is one; returns the text of `grid_mapping` ("" for none).
std::string define_crs(hid_t root, city::Projection const& projection) {
    auto const reference = describe_projection(projection);
    hdf5::set_attribute(root, "network_offset_x_m", projection.known() ? projection.offset_x_m : 0.0);
    hdf5::set_attribute(root, "network_offset_y_m", projection.known() ? projection.offset_y_m : 0.0);
    if (!reference) {
        hdf5::set_attribute(root, "coordinate_system",
                            "network coordinates of the traffic simulation; its network names no map projection");
        return "";
    }
    hdf5::set_attribute(root, "coordinate_system",
                        reference->name + (reference->code.empty() ? "" : " (" + reference->code + ")"));
    hdf5::Handle const crs = define(root, "crs", H5T_NATIVE_INT32, {}, {});
    std::int32_t const nothing = 0;
    hdf5::write_raw(crs.get(), H5T_NATIVE_INT32, &nothing);
    if (!reference->cf_name.empty()) hdf5::set_attribute(crs.get(), "grid_mapping_name", reference->cf_name);
    for (auto const& [name, value] : reference->cf_parameters) hdf5::set_attribute(crs.get(), name, value);
    hdf5::set_attribute(crs.get(), "crs_wkt", reference->wkt);
    hdf5::set_attribute(crs.get(), "spatial_ref", reference->wkt);
    if (!reference->code.empty()) hdf5::set_attribute(crs.get(), "epsg_code", reference->code);
    return "crs";
}

}  // namespace

GridAxes define_grid_axes(hid_t root, mesh::CityMesh const& mesh, city::Projection const& projection,
                          std::size_t n_layers) {
    std::vector<double> z, y, x, z_bounds;
    for (std::size_t k = 0; k < n_layers; ++k) {
        z.push_back(mesh.z_centre(k));
        z_bounds.insert(z_bounds.end(), {mesh.z_faces()[k], mesh.z_faces()[k + 1]});
    }
    for (std::size_t j = 0; j < mesh.ny(); ++j) y.push_back(projection.projected_y(mesh.y_centre(j)));
    for (std::size_t i = 0; i < mesh.nx(); ++i) x.push_back(projection.projected_x(mesh.x_centre(i)));
    bool const known = projection.known();
    GridAxes axes;
    auto z_attributes = length_axis('Z', "height", "height over ground of the middle of the layer");
    z_attributes.insert(z_attributes.end(), {{"positive", "up"}, {"bounds", "z_bnds"}});
    axes.z = coordinate(root, "z", z, false, z_attributes);
    axes.y = coordinate(root, "y", y, false,
                        length_axis('Y', known ? "projection_y_coordinate" : "",
                                    known ? "northing of the cell's middle" : "y of the cell's middle in the network"));
    axes.x = coordinate(root, "x", x, false,
                        length_axis('X', known ? "projection_x_coordinate" : "",
                                    known ? "easting of the cell's middle" : "x of the cell's middle in the network"));
    axes.bounds = bare_dimension(root, "nv", 2);
    define_with<double>(root, "z_bnds", {&axes.z, &axes.bounds}, {}, z_bounds);
    axes.mapping = define_crs(root, projection);
    return axes;
}

void add_mapping(TextAttributes& attributes, std::string const& mapping) {
    if (!mapping.empty()) attributes.emplace_back("grid_mapping", mapping);
}

}  // namespace hacthanh::io::detail
