#pragma once

#include "io/result_reader.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io::detail {

/// What a series of values comes to: time-weighted; NaN where there is no value.
struct SeriesStatistics {
    double mean = 0;
    double peak = 0;
    double percentile_98 = 0;  ///< smallest value that is not exceeded for 98 % of the time
    double hours_above = 0;    ///< above the limit, if there is one
};

/// @param values  one per step; NaN does not count
/// @param hours   length of each step
SeriesStatistics statistics_of(std::vector<float> const& values, std::vector<double> const& hours, double limit);

/// Features with numbers, as a GIS shows them.
struct ExportTable {
    std::vector<std::string> texts;                            ///< names of the text columns
    std::vector<std::pair<std::string, std::string>> numbers;  ///< name and unit of the number columns
    struct Row {
        city::Polyline line;  ///< coordinates of the file [m]; one point = a point
        std::vector<std::string> texts;
        std::vector<double> numbers;  ///< NaN = no value
    };
    std::vector<Row> rows;
};

/// Roads: traffic, emission and the air of the lowest stored layer along each, over all steps after spin-up.
ExportTable edge_table(ResultReader const& result, std::map<std::string, double> const& limits);

/// Receptors: their air over all coupling intervals after spin-up.
ExportTable receptor_table(ResultReader const& result, std::map<std::string, double> const& limits);

/// A QGIS style (QML) that colours by one column [ug/m3]: classes with names in Vietnamese and English.
std::string qgis_style(ExportTable const& table, std::string const& column, bool lines);

}  // namespace hacthanh::io::detail
