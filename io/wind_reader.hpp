#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A wind as stored (docs/formats/wind.md): coordinates of the file [m], speeds [m/s], all arrays [nz][ny][nx]; NaN in
/// cells without air.
struct StoredWind {
    std::vector<double> x_centre;
    std::vector<double> y_centre;
    std::vector<double> z_centre;
    std::vector<float> east;
    std::vector<float> north;
    std::vector<float> up;
};

/// Throws InputError when the file is missing, damaged or no wind of this program.
StoredWind read_wind(std::string const& path);

}  // namespace hacthanh::io
