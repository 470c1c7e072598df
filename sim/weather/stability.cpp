#include "sim/weather/stability.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace hacthanh::weather {
namespace {

constexpr double knot = 1852.0 / 3600;       ///< [m/s] international knot
constexpr double low_cloud = 7000 * 0.3048;  ///< [m] EPA-454/R-99-005, table 6-6
constexpr double high_cloud = 16000 * 0.3048;

int insolation_class(double elevation_deg) {
    if (elevation_deg > 60) return 4;  // EPA-454/R-99-005, table 6-5
    if (elevation_deg > 35) return 3;
    return elevation_deg > 15 ? 2 : 1;
}

/// Tenths of the sky; observers count whole ones.
int tenths(double cloud_cover) { return static_cast<int>(std::lround(10 * cloud_cover)); }

}  // namespace

int net_radiation_index(Sky const& sky) {
    int const cloud = tenths(sky.cloud_cover);
    double const ceiling = sky.ceiling_height.value_or(low_cloud);
    if (cloud == 10 && ceiling < low_cloud) return 0;
    if (sky.night) return cloud <= 4 ? -2 : -1;
    int index = insolation_class(sky.solar_elevation_deg);
    if (cloud <= 5) return index;
    if (ceiling < low_cloud)
        index -= 2;
    else if (ceiling < high_cloud)
        index -= 1;
    if (cloud == 10) index -= 1;
    return std::max(index, 1);
}

int turner_class(double wind_speed, int net_radiation_index) {
    HACTHANH_EXPECT(net_radiation_index >= -2 && net_radiation_index <= 4);
    // EPA-454/R-99-005, table 6-4. Rows: up to 1, 3, 5, 6, 7, 9, 10, 11 knots and above; columns: index 4 to -2.
    static constexpr std::array<std::array<int, 7>, 9> classes = {{{1, 1, 2, 3, 4, 6, 7},
                                                                   {1, 2, 2, 3, 4, 6, 7},
                                                                   {1, 2, 3, 4, 4, 5, 6},
                                                                   {2, 2, 3, 4, 4, 5, 6},
                                                                   {2, 2, 3, 4, 4, 4, 5},
                                                                   {2, 3, 3, 4, 4, 4, 5},
                                                                   {3, 3, 4, 4, 4, 4, 5},
                                                                   {3, 3, 4, 4, 4, 4, 4},
                                                                   {3, 4, 4, 4, 4, 4, 4}}};
    static constexpr std::array<long, 8> up_to_knots = {1, 3, 5, 6, 7, 9, 10, 11};
    long const knots = std::lround(wind_speed / knot);
    auto const row = static_cast<std::size_t>(std::ranges::lower_bound(up_to_knots, knots) - up_to_knots.begin());
    return classes[row][static_cast<std::size_t>(4 - net_radiation_index)];
}

int radiation_class(double wind_speed, double global_radiation) {
    // EPA-454/R-99-005, table 6-7. Rows: wind below 2, 3, 5, 6 m/s and above; columns: >= 925, 675, 175 W/m2 and below.
    static constexpr std::array<std::array<int, 4>, 5> classes = {
        {{1, 1, 2, 4}, {1, 2, 3, 4}, {2, 2, 3, 4}, {3, 3, 4, 4}, {3, 4, 4, 4}}};
    std::size_t const row = wind_speed < 2 ? 0U : wind_speed < 3 ? 1U : wind_speed < 5 ? 2U : wind_speed < 6 ? 3U : 4U;
    std::size_t const column = global_radiation >= 925   ? 0U
                               : global_radiation >= 675 ? 1U
                               : global_radiation >= 175 ? 2U
                                                         : 3U;
    return classes[row][column];
}

double golder_inverse_length(int stability_class, double roughness_length) {
    HACTHANH_EXPECT(stability_class >= 1 && stability_class <= 7 && roughness_length > 0);
    struct Line {
        double a;
        double b;
    };
    // Seinfeld & Pandis 2006, table 16.3, after Golder 1972, doi:10.1007/BF00769106
    static constexpr std::array<Line, 6> lines = {
        {{-0.096, 0.029}, {-0.037, 0.029}, {-0.002, 0.018}, {0, 0}, {0.004, -0.018}, {0.035, -0.036}}};
    auto const [a, b] = lines[static_cast<std::size_t>(std::min(stability_class, 6) - 1)];
    return a + b * std::log10(std::clamp(roughness_length, 0.001, 0.5));
}

}  // namespace hacthanh::weather
