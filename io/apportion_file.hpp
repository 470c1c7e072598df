#pragma once

#include "io/result_reader.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A part of a place's air.
struct Contribution {
    std::string name;
    double gives = 0;  ///< NOx [ug/m3]
};

/// What the NOx of one place is made of [ug/m3]. Each of the four lists adds up to `traffic`; the background is in none
/// of them.
struct Apportionment {
    std::string name;
    std::string name_vi;  ///< may be empty
    std::string kind;     ///< "point", "school", "ward"
    double x = 0;         ///< network coordinates [m]; of a ward the middle of its people
    double y = 0;
    double height_m = 0;                  ///< over ground
    double people = 0;                    ///< who live there; 0 = not a mean over people
    std::vector<Contribution> streets;    ///< descending
    std::vector<Contribution> edges;      ///< by SUMO edge id, "" = off the roads; descending
    std::vector<Contribution> classes;    ///< by state::vehicle_group_names
    std::vector<Contribution> distances;  ///< from near to far
    double traffic = 0;
    double truncation = 0;             ///< no part is left out; relative residual of the solution
    std::optional<double> background;  ///< absent: the run knew none
    std::optional<double> run;         ///< the run's own mean, absent where it kept none
    std::optional<double> run_no2;     ///< NO2 of the run, for shares pro rata of NOx

    double sum() const { return traffic + background.value_or(0); }
    /// What the parts leave over of the run's mean: flux limiter, air that was not steady. Absent with `run`.
    std::optional<double> remainder() const { return run ? std::optional(*run - sum()) : std::nullopt; }
    /// NO2 of a part pro rata of NOx, background included; a convention, no chemistry of that street. Absent with
    /// `run_no2`.
    std::optional<double> no2_of(double gives) const {
        return run_no2 && sum() > 0 ? std::optional(*run_no2 * gives / sum()) : std::nullopt;
    }
};

/// The places as text: JSON (an array, docs/formats/apportion.md). @param schematic  of the network
std::string apportion_json(std::vector<Apportionment> const& places, bool schematic);

/// The places as one CSV table, a row per part.
std::string apportion_csv(std::vector<Apportionment> const& places);

/// Reads what apportion_json() wrote. Throws InputError with the file and key that is wrong.
std::vector<Apportionment> read_apportionments(std::filesystem::path const& file);

/// Streets as lines with what they give, and the places as points, as a GeoPackage with a style for QGIS. Never
/// replaces a file. Throws InputError when the result holds no roads, RunError when GDAL cannot write.
void write_apportion_layers(std::vector<Apportionment> const& places, ResultReader const& result,
                            std::filesystem::path const& file);

}  // namespace hacthanh::io
