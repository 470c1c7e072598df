#pragma once
/// Made-up towns and plumes for the tests of the renderer.

#include "viz/map_scene.hpp"

#include <cmath>
#include <random>

namespace hacthanh::viz::synthetic {

inline MapField gaussian_plume(city::Rectangle const& extent, std::size_t n, double peak, double sigma_m) {
    MapField field{extent, n, n, std::vector<float>(n * n)};
    double const dx = extent.width() / static_cast<double>(n);
    double const x0 = (extent.x_min + extent.x_max) / 2;
    double const y0 = (extent.y_min + extent.y_max) / 2;
    for (std::size_t j = 0; j < n; ++j)
        for (std::size_t i = 0; i < n; ++i) {
            double const x = extent.x_min + (static_cast<double>(i) + 0.5) * dx - x0;
            double const y = extent.y_min + (static_cast<double>(j) + 0.5) * dx - y0;
            field.values[j * n + i] = static_cast<float>(peak * std::exp(-(x * x + y * y) / (2 * sigma_m * sigma_m)));
        }
    return field;
}

/// A grid of streets, a few of them wide, slightly bent; flows grow towards the centre.
inline std::vector<MapRoad> street_grid(double side_m, int n_streets, unsigned seed = 7) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> jitter(-0.12, 0.12);
    double const block = side_m / n_streets;
    std::vector<city::Point> nodes;
    for (int j = 0; j <= n_streets; ++j)
        for (int i = 0; i <= n_streets; ++i)
            nodes.push_back({(i + (i % n_streets ? jitter(random) : 0)) * block * 0.96 + side_m * 0.02,
                             (j + (j % n_streets ? jitter(random) : 0)) * block * 0.96 + side_m * 0.02});
    auto const node = [&](int i, int j) { return nodes[static_cast<std::size_t>(j * (n_streets + 1) + i)]; };
    std::vector<MapRoad> roads;
    auto const add = [&](city::Point a, city::Point b, bool wide) {
        double const x = (a.x + b.x) / 2 / side_m - 0.5;
        double const y = (a.y + b.y) / 2 / side_m - 0.5;
        auto const flow =
            static_cast<float>((wide ? 1500 : 250) * std::exp(-6 * (x * x + y * y)) * (1 + jitter(random)));
        bool const quiet = !wide && jitter(random) > 0.09;
        roads.push_back({{a, b}, wide ? 21.0 : 7.0, quiet ? std::numeric_limits<float>::quiet_NaN() : flow});
    };
    for (int j = 0; j <= n_streets; ++j)
        for (int i = 0; i < n_streets; ++i) {
            add(node(i, j), node(i + 1, j), j % 7 == 3);
            add(node(j, i), node(j, i + 1), j % 7 == 3);
        }
    return roads;
}

/// What traffic on the roads leaves in a south-westerly wind: each road point drags a widening tail.
inline MapField road_plumes(std::vector<MapRoad> const& roads, double side_m, std::size_t n, double strength) {
    MapField field{{0, 0, side_m, side_m}, n, n, std::vector<float>(n * n, 0.0F)};
    double const dx = side_m / static_cast<double>(n);
    auto const add = [&](double x, double y, double amount) {
        for (int step = 0; step < 14; ++step) {
            double const distance = step * dx * 1.4;
            double const px = x + distance * 0.77;
            double const py = y + distance * 0.64;
            int const reach = 1 + step / 4;
            for (int b = -reach; b <= reach; ++b)
                for (int a = -reach; a <= reach; ++a) {
                    double const i = std::floor(px / dx) + a;
                    double const j = std::floor(py / dx) + b;
                    if (i < 0 || j < 0 || i >= static_cast<double>(n) || j >= static_cast<double>(n)) continue;
                    double const spread = 0.4 + 0.25 * step;
                    field.values[static_cast<std::size_t>(j) * n + static_cast<std::size_t>(i)] += static_cast<float>(
                        amount / (1 + step) * std::exp(-(a * a + b * b) / (2 * spread * spread)) / spread);
                }
        }
    };
    for (auto const& road : roads) {
        if (std::isnan(road.value)) continue;
        city::Point const a = road.axis.front();
        city::Point const b = road.axis.back();
        int const points = std::max(1, static_cast<int>(std::hypot(b.x - a.x, b.y - a.y) / dx));
        for (int p = 0; p < points; ++p)
            add(a.x + (b.x - a.x) * p / points, a.y + (b.y - a.y) * p / points, strength * road.value);
    }
    return field;
}

inline MapScene labelled(MapScene scene) {
    scene.title = {"Thanh Hoá on a winter morning: NOx from traffic", "Thanh Hoá một sáng mùa đông: NOx do giao thông"};
    scene.subtitle = {"Mean of 07:25–07:30 on 15 January 2024, 0–2 m above ground",
                      "Trung bình 07:25–07:30 ngày 15/01/2024, cách mặt đất 0–2 m"};
    scene.colours.quantity = {"NOx from traffic", "NOx do giao thông"};
    scene.colours.unit = Text::same("µg/m³");
    scene.wind = MapWind{230, 2.0, {"10 m above open ground", "ở độ cao 10 m, nơi thoáng"}};
    scene.facts = {{{"Highest", "Cao nhất"}, {"512 µg/m³", "512 µg/m³"}},
                   {{"Mean of the map", "Trung bình toàn bản đồ"}, {"23.4 µg/m³", "23,4 µg/m³"}}};
    scene.warning = {"Schematic road network: not for planning statements.",
                     "Mạng lưới đường sơ đồ: không dùng cho kết luận quy hoạch."};
    scene.source = {{"Simulation, not measurement. Traffic contribution only: no background concentration.",
                     "Kết quả mô phỏng, không phải số đo. Chỉ phần do giao thông: không có nồng độ nền."},
                    {"morning.nc · Hạc Thành 0.1.0", "morning.nc · Hạc Thành 0.1.0"}};
    return scene;
}

/// A small town of 600 m with cells of 10 m.
inline MapScene town() {
    MapScene scene;
    scene.extent = {0, 0, 600, 600};
    scene.roads = street_grid(600, 5);
    scene.field = road_plumes(scene.roads, 600, 60, 0.05);
    return labelled(std::move(scene));
}

/// A city of 6 km with cells of 20 m and some thousands of streets.
inline MapScene city_of_6_km() {
    MapScene scene;
    scene.extent = {0, 0, 6000, 6000};
    scene.roads = street_grid(6000, 36);
    scene.field = road_plumes(scene.roads, 6000, 300, 0.05);
    return labelled(std::move(scene));
}

}  // namespace hacthanh::viz::synthetic
