#include "io/detail/result_wind.hpp"

#include "io/detail/bit_rounding.hpp"
#include "io/detail/netcdf.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace hacthanh::io::detail {
namespace {

constexpr int deflate_level = 1;

std::string in_group(char const* variable) { return std::string(wind_group) + "/" + variable; }

}  // namespace

void define_wind(hid_t root, state::RunHeader const& header, GridAxes const& grid, BoxShape chunk) {
    hdf5::Handle const group = hdf5::create_group(root, wind_group);
    Dimension const time = time_axis(group.get(), header, "end of the output step at which this wind blew first");
    struct Component {
        char const* standard_name;
        char const* long_name;
    };
    constexpr std::array<Component, 3> components{{{"eastward_wind", "wind to the east, middle of the cell"},
                                                   {"northward_wind", "wind to the north, middle of the cell"},
                                                   {"upward_air_velocity", "wind upwards, middle of the cell"}}};
    for (std::size_t c = 0; c < components.size(); ++c) {
        TextAttributes attributes = {{"standard_name", components[c].standard_name},
                                     {"long_name", components[c].long_name},
                                     {"units", "m s-1"},
                                     {"cell_methods", "time: point"}};
        add_mapping(attributes, grid.mapping);
        hdf5::Handle const variable =
            define(group.get(), wind_names[c], H5T_NATIVE_FLOAT, {&time, &grid.z, &grid.y, &grid.x}, attributes,
                   {.chunk = {1, chunk.nz, chunk.ny, chunk.nx}, .deflate = deflate_level, .fill = true});
        hdf5::set_attribute(variable.get(), "kept_mantissa_bits", kept_bits(header.significant_error));
    }
}

void write_wind(SeriesTable& series, state::OutputStep const& step, FieldPacker const& packer,
                Parallel const& parallel) {
    std::string const time = in_group("time");
    if (!step.wind || !series.has(time)) return;
    std::size_t const row = series.length(time);
    mesh::CellField<float> const* const fields[] = {&step.wind->u, &step.wind->v, &step.wind->w};
    for (std::size_t c = 0; c < std::size(fields); ++c) {
        std::string const path = in_group(wind_names[c]);
        series.set_length(path, row + 1);
        for (auto const& chunk : packer.pack(fields[c]->values(), parallel)) {
            hsize_t const at[] = {row, chunk.begin[0], chunk.begin[1], chunk.begin[2]};
            hdf5::check(H5Dwrite_chunk(series.at(path), H5P_DEFAULT, 0, at, chunk.bytes.size(), chunk.bytes.data()),
                        path);
        }
    }
    series.append<double>(time, row, 1, std::vector{step.end_s});
}

std::optional<std::size_t> wind_row(hid_t root, double time_s) {
    if (!hdf5::exists(root, wind_group)) return std::nullopt;
    auto const times = hdf5::read<double>(hdf5::open_dataset(root, in_group("time")).get());
    constexpr double round_off_s = 1e-6;
    auto const after = std::upper_bound(times.begin(), times.end(), time_s + round_off_s);
    if (after == times.begin()) return std::nullopt;
    return static_cast<std::size_t>(after - times.begin()) - 1;
}

}  // namespace hacthanh::io::detail
