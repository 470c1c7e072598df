#include "io/detail/result_city_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::io::detail {
namespace {

constexpr char const* height_name = "building_height";
constexpr char const* built_name = "built_fraction";
constexpr char const* cover_name = "land_cover";

void define_cover(hid_t root, Dimension const& y, Dimension const& x, std::vector<std::int8_t> const& cover,
                  TextAttributes attributes) {
    std::vector<std::int8_t> codes{0};
    std::vector<std::string> meanings{"unknown"};
    for (city::AreaKind kind : city::all_area_kinds) {
        codes.push_back(mesh::cover_code(kind));
        meanings.emplace_back(city::name(kind));
    }
    attributes.insert(attributes.begin(), {{"long_name", "what covers most of the ground, buildings left out"},
                                           {"flag_meanings", fmt::format("{}", fmt::join(meanings, " "))}});
    hdf5::Handle const variable = define(root, cover_name, H5T_NATIVE_INT8, {&y, &x}, attributes);
    hdf5::set_attribute(variable.get(), "flag_values", codes);
    hdf5::write<std::int8_t>(variable.get(), cover);
}

}  // namespace

void define_city_plan(hid_t root, Dimension const& y, Dimension const& x, city::City const& city,
                      mesh::CityMesh const& mesh, std::string const& mapping) {
    if (city.buildings.empty() && city.areas.empty()) return;
    mesh::CityPlan plan = mesh::make_city_plan(city, mesh);
    std::replace_if(
        plan.building_height.begin(), plan.building_height.end(), [](float value) { return std::isnan(value); },
        fill_value);
    TextAttributes on_grid;
    if (!mapping.empty()) on_grid.emplace_back("grid_mapping", mapping);
    auto const with = [&](TextAttributes attributes) {
        attributes.insert(attributes.end(), on_grid.begin(), on_grid.end());
        return attributes;
    };
    hdf5::Handle const height =
        define(root, height_name, H5T_NATIVE_FLOAT, {&y, &x},
               with({{"long_name", "height of the roofs over ground, weighted with their area"}, {"units", "m"}}),
               {.fill = true});
    hdf5::write<float>(height.get(), plan.building_height);
    define_with<float>(root, built_name, {&y, &x},
                       with({{"long_name", "share of the ground under buildings"}, {"units", "1"}}),
                       plan.built_fraction);
    define_cover(root, y, x, plan.cover, on_grid);
}

std::optional<mesh::CityPlan> read_city_plan(hid_t root) {
    if (!hdf5::exists(root, built_name)) return std::nullopt;
    auto const all = [root]<class T>(char const* name, T) {
        hdf5::Handle const variable = hdf5::open_dataset(root, name);
        return hdf5::read<T>(variable.get());
    };
    mesh::CityPlan plan{all(built_name, float()), all(height_name, float()), all(cover_name, std::int8_t())};
    std::replace(plan.building_height.begin(), plan.building_height.end(), fill_value,
                 std::numeric_limits<float>::quiet_NaN());
    return plan;
}

}  // namespace hacthanh::io::detail
