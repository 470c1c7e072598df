#pragma once
/// The wind of a run in its result (group `wind`): written when the weather has changed, not at every output step.

#include "io/detail/field_packer.hpp"
#include "io/detail/grid_axes.hpp"
#include "io/detail/result_points.hpp"
#include "sim/state/ports/result_sink.hpp"

#include <optional>
#include <string>

namespace hacthanh::io::detail {

inline constexpr char const* wind_names[] = {"u", "v", "w"};

/// Makes the group, on the stored cells of the concentrations and in the same chunks.
void define_wind(hid_t root, state::RunHeader const& header, GridAxes const& grid, BoxShape chunk);

/// Appends the wind of a step that brings one; nothing when the file has no such group.
/// @param packer  rounds and compresses, keeps the unit
void write_wind(SeriesTable& series, state::OutputStep const& step, FieldPacker const& packer,
                Parallel const& parallel);

/// Row of the wind that blew at `time_s`; nothing when the file has none.
std::optional<std::size_t> wind_row(hid_t root, double time_s);

}  // namespace hacthanh::io::detail
