#pragma once
/// Fields of a study's members, read one file at a time, and the file of their statistics.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace hacthanh::io {

/// One field of members' results, all of one shape.
class MemberField {
public:
    /// @param like  a member's result, whose shape the others must have. InputError when it has no such field.
    MemberField(std::string name, std::filesystem::path const& like);

    std::string const& name() const { return name_; }
    std::size_t n_cells() const;
    /// Cells [begin, begin + out.size()) in row-major order; NaN = no value. Opens and closes the file: as many members
    /// as there are take one descriptor. InputError naming the file where the field is absent or has another shape.
    void read(std::filesystem::path const& result, std::size_t begin, std::span<float> out) const;

private:
    std::string name_;
    std::vector<std::size_t> dims_;
};

/// Members whose fields are taken together.
struct MemberGroup {
    std::string variant;
    std::string weather;       ///< empty: all
    std::int64_t point = -1;   ///< of the design; -1: all
    std::string levels;        ///< of the factors, at a point
    std::int64_t members = 0;  ///< that have a result
};

enum class FieldStatistic { n, mean, variance, quantile, exceedance };

/// The file of docs/formats/study.md ("fields.nc"), written cell range by cell range, so that no whole field is ever
/// held. Not for two threads at once. Throws RunError when the disk fails.
class FieldStatisticsFile {
public:
    /// @param part  made anew  @param like  a member's result, for what the file says of its coordinates
    FieldStatisticsFile(std::filesystem::path const& part, std::filesystem::path const& like,
                        std::vector<MemberGroup> const& groups, std::vector<double> const& probabilities,
                        std::vector<double> const& limits);
    ~FieldStatisticsFile();

    /// Begins a field: makes its variables on the axes that it has in `like`.
    void begin(std::string const& field);
    /// Cells [begin, begin + values.size()) of the field begun last. @param column  number of the probability or
    /// limit; 0 for the others. Values that are not finite become `_FillValue`.
    void write(FieldStatistic statistic, std::size_t group, std::size_t column, std::size_t begin,
               std::span<double const> values);
    void close();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hacthanh::io
