#pragma once
/// What a result keeps at points: the air at the receptors (group `receptors`) and where vehicles were (group `trace`).
/// Both have a time axis of their own, finer than the output steps.

#include "io/detail/netcdf.hpp"
#include "io/detail/series.hpp"
#include "sim/city/city.hpp"
#include "sim/state/ports/result_sink.hpp"

#include <string>
#include <vector>

namespace hacthanh::io::detail {

inline constexpr char const* receptor_group = "receptors";
inline constexpr char const* trace_group = "trace";
inline constexpr char const* wind_group = "wind";  ///< io/detail/result_wind.hpp

/// Makes the group when the run has receptors. @param mapping  name of the variable of the projection, "" = none
void define_receptors(hid_t root, state::RunHeader const& header, std::string const& mapping);
/// Makes the group when the run traces vehicles.
void define_trace(hid_t root, state::RunHeader const& header, std::string const& mapping);

/// Appends what one output step brought; nothing when the file has no such group.
void write_receptors(SeriesTable& series, state::ReceptorSeries const& air, std::vector<std::string> const& species);
void write_trace(SeriesTable& series, state::VehicleTrace const& trace);

/// The receptors of a file; none when it has no such group.
std::vector<state::Receptor> read_receptors(hid_t root, double network_offset_x, double network_offset_y);
/// Moments until `end_s` at which the places of vehicles were kept; none when the file has no such group.
std::vector<double> trace_times(hid_t root, double end_s);
/// Where vehicles were in [begin_s, end_s], network coordinates; empty when the file has no such group. Reads the rows
/// of these moments alone.
state::VehicleTrace read_trace(hid_t root, double begin_s, double end_s);

/// A time axis of a group's own.
Dimension time_axis(hid_t group, state::RunHeader const& header, char const* long_name);
/// Rows of a growing variable with a time of its own that belong to moments up to `end_s`.
std::size_t rows_until(hid_t root, std::string const& path, double end_s);
/// True for a variable of these groups and of the group of the wind.
bool has_own_time(std::string const& path);

}  // namespace hacthanh::io::detail
