#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io {

/// Vehicles that were counted on a road (or are to be reached there).
struct TrafficCount {
    std::string edge;
    double begin_s = 0;  ///< SUMO's clock
    double end_s = 0;
    double vehicles = 0;   ///< in that span, >= 0
    std::size_t line = 0;  ///< of the file
};

/// A row of an origin-destination matrix.
struct MatrixCell {
    std::string from;
    std::string to;
    std::string type;  ///< vehicle type; "" = by the shares of the scenario
    double trips = 0;  ///< >= 0
    std::size_t line = 0;
};

/// A row of a table of single trips.
struct TripRow {
    double depart_s = 0;  ///< SUMO's clock
    std::string from;     ///< edges
    std::string to;
    std::string type;  ///< "" = by the shares of the scenario
    std::size_t line = 0;
};

/// A span of a time-of-day profile.
struct ProfileSpan {
    double begin_s = 0;  ///< SUMO's clock
    double end_s = 0;
    double share = 0;  ///< of all trips of the profile; the shares of all spans sum to 1
};

/// A vehicle type with its share of the trips.
struct TypeShare {
    std::string type;
    double share = 0;
};

/// A word that the program knows, for the near-miss in messages.
using KnownNames = std::vector<std::string>;

/// All readers: CSV, UTF-8, lines that begin with # are comments; clock times are local, `start_clock_s` is SUMO's
/// second 0. All throw InputError with one line per bad row: file:line, what, the rule, the nearest known name.

/// Columns edge,begin,end,vehicles (begin and end as hh:mm) or edge,begin_s,end_s,vehicles; also `source`, not read.
/// Counts of a road must not overlap.
std::vector<TrafficCount> read_counts(std::filesystem::path const& file, double start_clock_s, KnownNames const& edges);

/// Columns from,to,trips and, if wanted, type. At least one cell must hold trips.
std::vector<MatrixCell> read_matrix(std::filesystem::path const& file, KnownNames const& zones,
                                    KnownNames const& types);

/// Columns depart (hh:mm or hh:mm:ss) or depart_s, from, to and, if wanted, type.
std::vector<TripRow> read_trip_table(std::filesystem::path const& file, double start_clock_s, KnownNames const& edges,
                                     KnownNames const& types);

/// Columns begin,end (hh:mm, end up to 24:00),share. Shares must sum to 1 and spans must not overlap.
std::vector<ProfileSpan> read_profile(std::filesystem::path const& file, double start_clock_s);

/// "motorbike=0.85 car=0.15": types with shares that sum to 1. @param where  the option's key
std::vector<TypeShare> parse_type_shares(std::string_view text, std::string const& where, KnownNames const& types);

}  // namespace hacthanh::io
