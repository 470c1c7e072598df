#pragma once

#include "io/result_reader.hpp"

#include <filesystem>
#include <optional>

namespace hacthanh::io::detail {

/// Writes the air of a result as a VTKHDF 2.0 file, for ParaView from 5.12 on and VTK from 9.3 on.
///
/// An unstructured grid of boxes, one per stored cell that holds air: the image data of VTKHDF cannot have layers of
/// different thickness, and rectilinear grids came with its version 2.7 only. The grid is written once, every output
/// step adds the values of its cells [ug/m3], so that time is the `Steps` group of the format
/// (https://docs.vtk.org/en/latest/vtk_file_formats/vtkhdf_file_format/). Older readers that know no steps see the
/// first one. Coordinates are those of the result [m], z is height over ground. `step` keeps that step alone.
///
/// Cost: memory of the grid (about 100 B per stored cell) and of one field; datasets are shuffled and deflated. Throws
/// RunError when the file cannot be written.
void write_vtkhdf(ResultReader const& result, std::filesystem::path const& file, std::optional<std::size_t> step);

}  // namespace hacthanh::io::detail
