#include "io/detail/vtkhdf_file.hpp"

#include "io/hdf5.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace hacthanh::io::detail {
namespace {

constexpr std::int64_t format_version[] = {2, 0};  // the first with the Steps group
constexpr std::uint8_t voxel = 11;                 // VTK_VOXEL: a box, corners counted x first, then y, then z
constexpr std::size_t corners = 8;
constexpr int deflate_level = 1;  // the fastest: these files are made to be looked at
constexpr hsize_t chunk_values = hsize_t(1) << 16;

hdf5::Layout packed(hsize_t rows, hsize_t columns = 0) {
    hdf5::Layout layout{
        .dims = {rows}, .chunk = {std::clamp<hsize_t>(rows, 1, chunk_values)}, .deflate = deflate_level};
    if (columns > 0) {
        layout.dims.push_back(columns);
        layout.chunk.push_back(columns);
    }
    return layout;
}

template <class T>
void write_packed(hid_t group, char const* name, std::vector<T> const& values, hsize_t columns = 0) {
    auto const rows = values.size() / std::max<hsize_t>(columns, 1);
    auto const dataset = hdf5::create_dataset(group, name, hdf5::native_type<T>(), packed(rows, columns));
    hdf5::write(dataset.get(), std::span<T const>(values));
}

template <class T>
void write_plain(hid_t group, char const* name, std::vector<T> const& values) {
    hdf5::create_with(group, name, std::span<T const>(values));
}

/// Stored cells with air, in the order of the stored field. Air is where any species has a value.
std::vector<std::size_t> cells_with_air(ResultReader const& result, std::size_t step) {
    std::vector<std::size_t> cells;
    auto const field = result.concentration(0, step);
    for (std::size_t cell = 0; cell < field.size(); ++cell)
        if (!std::isnan(field[cell])) cells.push_back(cell);
    return cells;
}

std::vector<double> faces(std::vector<double> const& centres, double size) {
    std::vector<double> borders;
    borders.reserve(centres.size() + 1);
    for (double const centre : centres) borders.push_back(centre - 0.5 * size);
    borders.push_back(centres.back() + 0.5 * size);
    return borders;
}

/// Corners of all stored cells [x, y, z], x fastest.
std::vector<double> points_of(ResultGrid const& grid) {
    auto const x_faces = faces(grid.x_centre, grid.cell_size);
    auto const y_faces = faces(grid.y_centre, grid.cell_size);
    std::vector<double> points;
    points.reserve(3 * x_faces.size() * y_faces.size() * grid.z_faces.size());
    for (double const z : grid.z_faces)
        for (double const y : y_faces)
            for (double const x : x_faces) points.insert(points.end(), {x, y, z});
    return points;
}

std::vector<std::int64_t> connectivity_of(ResultGrid const& grid, std::vector<std::size_t> const& cells) {
    auto const row = static_cast<std::int64_t>(grid.nx() + 1);
    auto const layer = row * static_cast<std::int64_t>(grid.ny() + 1);
    std::vector<std::int64_t> ids;
    ids.reserve(corners * cells.size());
    for (auto const cell : cells) {
        auto const i = static_cast<std::int64_t>(cell % grid.nx());
        auto const j = static_cast<std::int64_t>(cell / grid.nx() % grid.ny());
        auto const k = static_cast<std::int64_t>(cell / (grid.nx() * grid.ny()));
        std::int64_t const first = k * layer + j * row + i;
        for (std::int64_t const corner : {first, first + layer})
            ids.insert(ids.end(), {corner, corner + 1, corner + row, corner + row + 1});
    }
    return ids;
}

/// The reader wants the kind of grid in ASCII.
void set_type(hid_t root, std::string_view type_name) {
    auto const type = hdf5::checked(H5Tcopy(H5T_C_S1), H5Tclose, "string type");
    hdf5::check(H5Tset_size(type.get(), type_name.size()), "string type");
    hdf5::set_attribute_raw(root, "Type", type.get(), type_name.data(), 1);
}

void write_grid(hid_t root, ResultGrid const& grid, std::vector<std::size_t> const& cells) {
    auto const points = points_of(grid);
    auto const connectivity = connectivity_of(grid, cells);
    std::vector<std::int64_t> offsets(cells.size() + 1);
    for (std::size_t c = 0; c < offsets.size(); ++c) offsets[c] = static_cast<std::int64_t>(corners * c);
    write_plain<std::int64_t>(root, "NumberOfPoints", {static_cast<std::int64_t>(points.size() / 3)});
    write_plain<std::int64_t>(root, "NumberOfCells", {static_cast<std::int64_t>(cells.size())});
    write_plain<std::int64_t>(root, "NumberOfConnectivityIds", {static_cast<std::int64_t>(connectivity.size())});
    write_packed(root, "Points", points, 3);
    write_packed(root, "Connectivity", connectivity);
    write_packed(root, "Offsets", offsets);
    write_packed(root, "Types", std::vector<std::uint8_t>(cells.size(), voxel));
}

void write_fields(hid_t root, ResultReader const& result, std::vector<std::size_t> const& cells,
                  std::vector<std::size_t> const& steps) {
    auto const group = hdf5::create_group(root, "CellData");
    std::vector<float> values(cells.size());
    for (std::size_t species = 0; species < result.facts().species.size(); ++species) {
        auto const dataset = hdf5::create_dataset(group.get(), result.facts().species[species],
                                                  hdf5::native_type<float>(), packed(steps.size() * cells.size()));
        hdf5::set_attribute(dataset.get(), "units", "ug m-3");
        for (std::size_t s = 0; s < steps.size(); ++s) {
            auto const field = result.concentration(species, steps[s]);
            for (std::size_t c = 0; c < cells.size(); ++c) values[c] = field[cells[c]];
            hdf5::write(dataset.get(), std::span<float const>(values), {s * cells.size()}, {cells.size()});
        }
    }
}

/// Every step has the one part there is, and its own stretch of values.
void write_steps(hid_t root, ResultReader const& result, std::size_t n_cells, std::vector<std::size_t> const& steps) {
    auto const group = hdf5::create_group(root, "Steps");
    auto const n_steps = static_cast<std::int64_t>(steps.size());
    hdf5::set_attribute(group.get(), "NSteps", n_steps);
    std::vector<double> times;
    std::vector<std::int64_t> offsets;
    for (std::size_t s = 0; s < steps.size(); ++s) {
        times.push_back(result.times().end_s[steps[s]]);
        offsets.push_back(static_cast<std::int64_t>(s * n_cells));
    }
    write_plain(group.get(), "Values", times);
    std::vector<std::int64_t> const zeros(steps.size(), 0);
    for (char const* name : {"PartOffsets", "PointOffsets"}) write_plain(group.get(), name, zeros);
    for (char const* name : {"CellOffsets", "ConnectivityIdOffsets"}) write_packed(group.get(), name, zeros, 1);
    write_plain(group.get(), "NumberOfParts", std::vector<std::int64_t>(steps.size(), 1));
    auto const data = hdf5::create_group(group.get(), "CellDataOffsets");
    for (auto const& species : result.facts().species) write_plain(data.get(), species.c_str(), offsets);
}

/// What VTK does not look at, for people and scripts.
void write_notes(hid_t file, ResultReader const& result) {
    auto const& facts = result.facts();
    hdf5::set_attribute(file, "title", facts.title);
    if (!facts.note.empty()) hdf5::set_attribute(file, "note", facts.note);
    if (!facts.note_vi.empty()) hdf5::set_attribute(file, "note_vi", facts.note_vi);
    hdf5::set_attribute(file, "time_units", "seconds since " + facts.epoch_utc + " UTC");
    if (!result.grid().crs_wkt.empty()) hdf5::set_attribute(file, "crs_wkt", result.grid().crs_wkt);
}

}  // namespace

void write_vtkhdf(ResultReader const& result, std::filesystem::path const& file, std::optional<std::size_t> step) {
    std::vector<std::size_t> steps;
    for (std::size_t s = 0; s < result.n_steps(); ++s)
        if (!step || *step == s) steps.push_back(s);
    auto const cells = cells_with_air(result, steps.front());
    auto output = hdf5::File::create(file.string());
    {
        auto const root = hdf5::create_group(output.id(), "VTKHDF");
        set_type(root.get(), "UnstructuredGrid");
        hdf5::set_attribute(root.get(), "Version",
                            std::vector<std::int64_t>(std::begin(format_version), std::end(format_version)));
        write_grid(root.get(), result.grid(), cells);
        write_fields(root.get(), result, cells, steps);
        write_steps(root.get(), result, cells.size(), steps);
    }
    write_notes(output.id(), result);
    output.close();
}

}  // namespace hacthanh::io::detail
