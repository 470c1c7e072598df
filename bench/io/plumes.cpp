#include "bench/io/plumes.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <string>

namespace hacthanh::bench {
namespace {

struct Source {
    double x, y, strength;
};
struct Wave {
    double kx, ky, kz, phase;
};

}  // namespace

std::vector<float> plume_field(io::detail::BoxShape shape, unsigned seed) {
    constexpr int n_sources = 60;
    constexpr int n_waves = 8;
    constexpr double background = 1e-8;  // of the plumes' order far from them
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    auto const nx = static_cast<double>(shape.nx);
    auto const ny = static_cast<double>(shape.ny);
    std::vector<Source> sources;
    for (int i = 0; i < n_sources; ++i) sources.push_back({nx * unit(random), ny * unit(random), 0.2 + unit(random)});
    std::vector<Wave> waves;
    for (int i = 0; i < n_waves; ++i) {
        double const length = 4.0 * std::pow(1.6, i);  // cells
        double const direction = 2 * std::numbers::pi * unit(random);
        double const k = 2 * std::numbers::pi / length;
        waves.push_back({k * std::cos(direction), k * std::sin(direction), k, 2 * std::numbers::pi * unit(random)});
    }
    std::normal_distribution<double> noise(0, 1e-3);
    std::vector<float> values(shape.size());
    std::size_t at = 0;
    for (std::size_t k = 0; k < shape.nz; ++k)
        for (std::size_t j = 0; j < shape.ny; ++j)
            for (std::size_t i = 0; i < shape.nx; ++i) {
                auto const x = static_cast<double>(i), y = static_cast<double>(j), z = static_cast<double>(k);
                double sum = 0;
                for (auto const& source : sources) {
                    double const along = x - source.x;
                    if (along <= 0) continue;
                    double const across = 1 + 0.08 * along;
                    double const up = 1 + 0.05 * along;
                    double const r = (y - source.y) * (y - source.y) / (2 * across * across) + z * z / (2 * up * up);
                    if (r < 40) sum += source.strength * std::exp(-r) / (across * up);
                }
                double turbulence = 1;
                for (auto const& wave : waves)
                    turbulence += 0.05 * std::sin(wave.kx * x + wave.ky * y + wave.kz * z + wave.phase);
                values[at++] = static_cast<float>((background + 1e-7 * sum) * turbulence * (1 + noise(random)));
            }
    return values;
}

city::City grid_of_roads(std::size_t n_roads) {
    city::City city;
    constexpr double block_m = 100;
    auto const side = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(n_roads))));
    for (std::size_t r = 0; r < n_roads; ++r) {
        double const x = block_m * static_cast<double>(r % side);
        double const y = block_m * static_cast<double>(r / side);
        city.roads.push_back({"road" + std::to_string(r), "", {{x, y}, {x + block_m, y}}, block_m, 7, 2, false, 13.9});
    }
    double const width = block_m * static_cast<double>(side);
    city.road_extent = {0, 0, width, width};
    return city;
}

}  // namespace hacthanh::bench
