#include "io/detail/result_canyons.hpp"

#include "sim/city/street_canyon.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

void define_canyons(hid_t root, Dimension const& edge, city::City const& city, TextAttributes const& attributes) {
    if (city.buildings.empty()) return;
    auto const canyons = city::street_canyons(city);
    auto const put = [&](char const* name, char const* units, char const* long_name, double city::StreetCanyon::*what) {
        std::vector<float> values;
        for (auto const& canyon : canyons)
            values.push_back(std::isnan(canyon.*what) ? fill_value : static_cast<float>(canyon.*what));
        TextAttributes of_edge = {{"long_name", long_name}, {"units", units}};
        of_edge.insert(of_edge.end(), attributes.begin(), attributes.end());
        hdf5::Handle const variable = define(root, name, H5T_NATIVE_FLOAT, {&edge}, of_edge, {.fill = true});
        hdf5::write<float>(variable.get(), values);
    };
    using city::StreetCanyon;
    put("edge_canyon_width", "m", "distance of the walls on both sides", &StreetCanyon::width_m);
    put("edge_building_height_left", "m", "height of the buildings on the left", &StreetCanyon::height_left_m);
    put("edge_building_height_right", "m", "height of the buildings on the right", &StreetCanyon::height_right_m);
    put("edge_aspect_ratio", "1", "height of the walls over their distance", &StreetCanyon::aspect_ratio);
    put("edge_sky_view", "1", "share of the sky seen from the middle of the road", &StreetCanyon::sky_view_factor);
}

}  // namespace hacthanh::io::detail
