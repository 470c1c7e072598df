#include "sim/core/error.hpp"
#include "sim/state/vehicle_group.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/shape_builder.hpp"

#include <fmt/format.h>
#include <vtkProperty.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

struct GroupLook {
    Text name;
    Colour colour;
    double length_m;
    double width_m;
    double height_m;
};

/// In the order of state::VehicleGroup. Sizes: typical ones, for the eye alone.
std::array<GroupLook, state::n_vehicle_groups> const looks = {
    {{{"Motorcycles", "Xe máy"}, {222, 88, 32}, 2.0, 0.8, 1.6},
     {{"Cars", "Ô tô con"}, {36, 92, 170}, 4.4, 1.8, 1.5},
     {{"Vans", "Xe tải nhẹ"}, {28, 140, 140}, 5.8, 2.0, 2.3},
     {{"Buses", "Xe buýt, xe khách"}, {60, 140, 60}, 12.0, 2.5, 3.2},
     {{"Trucks", "Xe tải"}, {110, 74, 50}, 9.0, 2.5, 3.4},
     {{"Others", "Xe khác"}, {120, 120, 120}, 3.0, 1.2, 1.6}}};
constexpr double shortest_px = 5;  ///< a vehicle is drawn at least this long
constexpr double km_h_per_m_s = 3.6;

class Vehicles : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        validate(context.data().has_vehicles(), context.data().path().string(), "holds no places of vehicles",
                 "run with output.trace_interval_s > 0, or hide the layer of vehicles");
        actor_->GetProperty()->SetOpacity(layer.opacity);
        std::string const key = fmt::format("{} {:.3f} {:.2g} {}", layer_key(layer), context.moment().traffic_s,
                                            context.metres_per_pixel, context.data().path().string());
        if (unchanged(key)) return;
        forget();
        bool const by_speed = layer.colour_by == "speed";
        auto const vehicles = context.data().vehicles(context.moment().traffic_s);
        legend_ = by_speed ? speed_legend(context, layer) : group_legend();
        ColourScale const speeds(layer.colour_map, ScaleKind::linear, by_speed ? legend_->range.low : 0,
                                 by_speed ? legend_->range.high : 1, false, true);
        ShapeBuilder shape;
        for (VehicleAt const& vehicle : vehicles) {
            GroupLook const& look = looks[std::min<std::size_t>(vehicle.group, looks.size() - 1)];
            double const larger = std::max(1.0, shortest_px * context.metres_per_pixel / look.length_m);
            Colour const colour = by_speed ? speeds(km_h_per_m_s * static_cast<double>(vehicle.speed)) : look.colour;
            // Places are those of the front bumper.
            double const heading = vehicle.heading_deg * 3.14159265358979 / 180;
            double const back = look.length_m / 2;
            shape.box({static_cast<float>(vehicle.x - back * std::sin(heading) - context.origin.x),
                       static_cast<float>(vehicle.y - back * std::cos(heading) - context.origin.y),
                       static_cast<float>(road_z + 0.5)},
                      vehicle.heading_deg, larger * look.length_m,
                      std::max(larger * look.width_m, 0.55 * larger * look.length_m * (larger > 1)),
                      larger > 2 ? 2 * look.height_m : look.height_m, colour);
        }
        set_shape(*actor_, shape, true);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {actor_}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

private:
    static SceneLegend group_legend() {
        SceneLegend legend;
        legend.layer = LayerKind::vehicles;
        legend.quantity = {"Vehicles", "Xe"};
        for (auto const& look : looks) legend.classes.emplace_back(look.name, look.colour);
        return legend;
    }
    static SceneLegend speed_legend(LayerContext const& context, SceneLayer const& layer) {
        SceneLegend legend;
        legend.layer = LayerKind::vehicles;
        legend.quantity = {"Speed of vehicles", "Tốc độ xe"};
        legend.unit = Text::same("km/h");
        legend.colour_map = layer.colour_map;
        legend.dark_low = true;
        legend.range = context.range(
            layer, "vehicles",
            [](SceneData const&) {
                return ValueRange{0, 60};
            },
            [] { return 60.0; });
        return legend;
    }

    vtkSmartPointer<vtkActor> actor_ = make_shape_actor(true);
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_vehicles() { return std::make_unique<Vehicles>(); }

}  // namespace hacthanh::viz::detail
