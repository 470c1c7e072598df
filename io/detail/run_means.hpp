#pragma once

#include "io/detail/road_rows.hpp"
#include "io/detail/series.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// Time-weighted means of what is stored, formed in double in the order of the steps: a file that was resumed gets
/// the same bits as one that was not.
class RunMean {
public:
    explicit RunMean(std::size_t size = 0) : sum_(size, 0.0), weight_(size, 0.0) {}

    /// Adds one step of that length [s]; NaN and the fill value do not count.
    void add(std::span<float const> values, double duration_s);
    /// Adds with one weight per value, e.g. a speed with the vehicles that had it.
    void add(std::span<float const> values, std::span<float const> weights, double duration_s);
    /// The means; the fill value where nothing was added.
    std::vector<float> value() const;

private:
    std::vector<double> sum_;
    std::vector<double> weight_;
};

/// All run means of one file.
class RunMeans {
public:
    RunMeans(std::vector<std::string> species, std::size_t n_surface_cells, std::size_t n_roads);

    void add_surface(std::size_t species, std::span<float const> stored, double duration_s) {
        surface_[species].add(stored, duration_s);
    }
    void add_roads(RoadRows const& rows, double duration_s);
    /// Writes the variables `*_mean_surface` and `edge_*_mean`.
    void write(SeriesTable& series) const;

private:
    std::vector<std::string> species_;
    std::vector<RunMean> surface_;
    std::vector<RunMean> emission_;
    RunMean vehicles_, speed_, flow_;
    bool has_roads_;
};

}  // namespace hacthanh::io::detail
