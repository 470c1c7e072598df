#include "io/wind_reader.hpp"
#include "sim/core/error.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/shape_builder.hpp"

#include <fmt/format.h>
#include <vtkCellArray.h>
#include <vtkDoubleArray.h>
#include <vtkFloatArray.h>
#include <vtkIdList.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkProperty.h>
#include <vtkRectilinearGrid.h>
#include <vtkStreamTracer.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::viz::detail {
namespace {

constexpr int arrows_across = 26;
constexpr double arrow_height_m = 10;  ///< of the wind that carried the air, where no wind file is named
constexpr int seeds_across = 34;

/// Wind by arrows or streamlines: that of a wind file or of the result; without both arrows of the mean wind at 10 m.
class Wind : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        actor_->GetProperty()->SetOpacity(layer.opacity);
        double const height = layer.height_m.value_or(std::max(context.scene.height_m, 2.0));
        std::string const key =
            fmt::format("{} {} {} {:.2g} {} {}", layer_key(layer), height, context.scene.wind, context.metres_per_pixel,
                        context.data().path().string(), context.scene.wind.empty() ? time_key(context) : "");
        if (unchanged(key)) return;
        forget();
        load(context);
        bool const streamlines = layer.colour_by == "streamlines";
        validate(!streamlines || !loaded_.empty(), "layers", "of kind wind by streamlines: the result holds no wind",
                 "run with output.keep_wind = true, name a file of `hacthanh wind` as \"wind\" in the scene, or take "
                 "arrows");
        SceneLegend legend;
        legend.layer = LayerKind::wind;
        legend.quantity = {"Wind speed", "Tốc độ gió"};
        legend.unit = Text::same("m/s");
        legend.colour_map = layer.colour_map;
        ShapeBuilder shape;
        if (loaded_.empty()) {
            draw_mean_wind(context, shape);
            legend_.reset();
        } else {
            legend.range = context.range(
                layer, "wind " + loaded_, [this](SceneData const&) { return speeds(); },
                [this] { return speeds().high; });
            legend.range.low = std::max(legend.range.low, 0.0);
            legend.highest = legend.range.high;
            legend_ = legend;
            if (streamlines)
                draw_streamlines(context, layer, height, shape);
            else
                draw_arrows(context, layer, height, shape);
        }
        set_shape(*actor_, shape, false);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {actor_}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

private:
    /// The wind of the scene's file, else that of the result (at the end of the last step shown), if it has one.
    void load(LayerContext const& context) {
        if (!context.scene.wind.empty()) {
            if (context.scene.wind != loaded_) wind_ = io::read_wind(context.scene.wind);
            loaded_ = context.scene.wind;
            return;
        }
        auto const& result = context.data().result();
        loaded_.clear();
        auto stored = result.wind(context.moment().steps.back());
        if (!stored) return;
        auto const& grid = result.grid();
        wind_ = {grid.x_centre,        grid.y_centre,        grid.z_centre,
                 std::move(stored->u), std::move(stored->v), std::move(stored->w)};
        loaded_ = context.data().path().string();
    }
    ValueRange speeds() const {
        std::vector<float> values;
        for (std::size_t i = 0; i < wind_.east.size(); i += 7)
            values.push_back(std::hypot(wind_.east[i], wind_.north[i]));
        return linear_range(values);
    }
    std::size_t layer_at(double height) const {
        auto const& z = wind_.z_centre;
        auto const above = std::lower_bound(z.begin(), z.end(), height);
        auto k = static_cast<std::size_t>(std::min(above, z.end() - 1) - z.begin());
        if (k > 0 && height - z[k - 1] < z[k] - height) --k;
        return k;
    }
    ColourScale scale(SceneLayer const& layer) const {
        return {layer.colour_map, ScaleKind::linear, legend_->range.low, legend_->range.high, false};
    }

    /// An arrow that points where the wind blows to, its middle at (x, y).
    static void arrow(ShapeBuilder& shape, double x, double y, double z, double east, double north, double length,
                      Colour colour) {
        double const speed = std::hypot(east, north);
        if (!(speed > 0)) return;
        double const ux = east / speed;
        double const uy = north / speed;
        auto const at = [&](double along, double across) {
            return ShapeBuilder::Vertex{static_cast<float>(x + length * (along * ux - across * uy)),
                                        static_cast<float>(y + length * (along * uy + across * ux)),
                                        static_cast<float>(z)};
        };
        constexpr ShapeBuilder::Vertex up{0, 0, 1};
        auto const a = shape.add(at(-0.5, -0.045), up, colour), b = shape.add(at(0.15, -0.045), up, colour),
                   c = shape.add(at(0.15, 0.045), up, colour), d = shape.add(at(-0.5, 0.045), up, colour);
        shape.triangle(a, b, c);
        shape.triangle(a, c, d);
        auto const e = shape.add(at(0.15, -0.16), up, colour), f = shape.add(at(0.5, 0), up, colour),
                   g = shape.add(at(0.15, 0.16), up, colour);
        shape.triangle(e, f, g);
    }

    void draw_mean_wind(LayerContext const& context, ShapeBuilder& shape) const {
        auto const& result = context.data().result();
        auto const weather = result.weather();
        double east = 0;
        double north = 0;
        if (weather.empty()) {
            auto const inflow = result.inflow();
            double const to = (inflow.wind_from_deg + 180) * std::numbers::pi / 180;
            double const speed = inflow.speed.empty() ? 0 : inflow.speed.back();
            east = speed * std::sin(to);
            north = speed * std::cos(to);
        } else {
            for (std::size_t step : context.moment().steps) {
                east += weather[step].wind_east;
                north += weather[step].wind_north;
            }
        }
        auto const extent = around_view(context);
        double const spacing = extent.width() / 9;
        for (double y = extent.y_min + spacing / 2; y < extent.y_max; y += spacing)
            for (double x = extent.x_min + spacing / 2; x < extent.x_max; x += spacing)
                arrow(shape, x - context.origin.x, y - context.origin.y, arrow_height_m, east, north, 0.4 * spacing,
                      wind_blue);
    }

    static city::Rectangle around_view(LayerContext const& context) {
        double const half = context.metres_per_pixel * 1000 / 2;
        ScenePoint const centre = context.scene.camera.centre.value_or(ScenePoint{context.origin.x, context.origin.y});
        return {centre.x - 1.4 * half, centre.y - half, centre.x + 1.4 * half, centre.y + half};
    }

    void draw_arrows(LayerContext const& context, SceneLayer const& layer, double height, ShapeBuilder& shape) const {
        auto const extent = around_view(context);
        double const cell = wind_.x_centre.size() > 1 ? wind_.x_centre[1] - wind_.x_centre[0] : 1;
        auto const stride = static_cast<std::size_t>(std::max(1.0, std::ceil(extent.width() / arrows_across / cell)));
        std::size_t const k = layer_at(height);
        ColourScale const colours = scale(layer);
        std::size_t const nx = wind_.x_centre.size();
        for (std::size_t j = stride / 2; j < wind_.y_centre.size(); j += stride)
            for (std::size_t i = stride / 2; i < nx; i += stride) {
                if (!extent.contains({wind_.x_centre[i], wind_.y_centre[j]})) continue;
                std::size_t const n = (k * wind_.y_centre.size() + j) * nx + i;
                auto const east = static_cast<double>(wind_.east[n]);
                auto const north = static_cast<double>(wind_.north[n]);
                if (!std::isfinite(east) || !std::isfinite(north)) continue;
                double const speed = std::hypot(east, north);
                double const length = cell * static_cast<double>(stride) * (0.35 + 0.6 * colours.fraction(speed));
                arrow(shape, wind_.x_centre[i] - context.origin.x, wind_.y_centre[j] - context.origin.y,
                      slice_z(context.scene, height) + 0.3, east, north, length, colours(speed));
            }
    }

    vtkSmartPointer<vtkRectilinearGrid> vectors(city::Point origin) const {
        auto const axis = [](std::vector<double> const& places, double from) {
            auto array = vtkSmartPointer<vtkDoubleArray>::New();
            for (double place : places) array->InsertNextValue(place - from);
            return array;
        };
        auto grid = vtkSmartPointer<vtkRectilinearGrid>::New();
        grid->SetDimensions(static_cast<int>(wind_.x_centre.size()), static_cast<int>(wind_.y_centre.size()),
                            static_cast<int>(wind_.z_centre.size()));
        grid->SetXCoordinates(axis(wind_.x_centre, origin.x));
        grid->SetYCoordinates(axis(wind_.y_centre, origin.y));
        grid->SetZCoordinates(axis(wind_.z_centre, 0));
        vtkNew<vtkFloatArray> wind;
        wind->SetName("wind");
        wind->SetNumberOfComponents(3);
        wind->SetNumberOfTuples(static_cast<vtkIdType>(wind_.east.size()));
        auto const calm = [](float speed) { return std::isfinite(speed) ? speed : 0.0F; };
        for (std::size_t n = 0; n < wind_.east.size(); ++n)
            wind->SetTuple3(static_cast<vtkIdType>(n), calm(wind_.east[n]), calm(wind_.north[n]), calm(wind_.up[n]));
        grid->GetPointData()->SetVectors(wind);
        return grid;
    }

    void draw_streamlines(LayerContext const& context, SceneLayer const& layer, double height,
                          ShapeBuilder& shape) const {
        auto const extent = around_view(context);
        vtkNew<vtkPoints> places;
        for (int j = 0; j < seeds_across; ++j)
            for (int i = 0; i < seeds_across; ++i)
                places->InsertNextPoint(
                    extent.x_min - context.origin.x + (i + 0.5 + 0.25 * (j % 2)) / seeds_across * extent.width(),
                    extent.y_min - context.origin.y + (j + 0.5) / seeds_across * extent.height(),
                    std::max(height, wind_.z_centre.front()));
        vtkNew<vtkPolyData> seeds;
        seeds->SetPoints(places);
        vtkNew<vtkStreamTracer> tracer;
        tracer->SetInputData(vectors(context.origin));
        tracer->SetSourceData(seeds);
        tracer->SetInputArrayToProcess(0, 0, 0, vtkDataObject::FIELD_ASSOCIATION_POINTS, "wind");
        tracer->SetIntegrationDirectionToForward();
        tracer->SetMaximumPropagation(0.14 * extent.width());
        tracer->SetTerminalSpeed(0.05);
        tracer->SetComputeVorticity(false);
        tracer->Update();
        vtkPolyData* const lines = tracer->GetOutput();
        vtkDataArray* const wind = lines->GetPointData()->GetArray("wind");
        if (wind == nullptr) return;
        ColourScale const colours = scale(layer);
        vtkNew<vtkIdList> ids;
        for (vtkIdType line = 0; line < lines->GetNumberOfCells(); ++line) {
            lines->GetCellPoints(line, ids);
            for (vtkIdType p = 1; p < ids->GetNumberOfIds(); ++p) {
                std::array<double, 3> a{};
                std::array<double, 3> b{};
                lines->GetPoint(ids->GetId(p - 1), a.data());
                lines->GetPoint(ids->GetId(p), b.data());
                auto const* const speed = wind->GetTuple3(ids->GetId(p));
                double const taper = 0.4 + 0.6 * static_cast<double>(p) / static_cast<double>(ids->GetNumberOfIds());
                shape.ribbon({{a[0], a[1]}, {b[0], b[1]}}, {0, 0}, std::max(b[2], 0.5),
                             2.2 * taper * context.metres_per_pixel, colours(std::hypot(speed[0], speed[1])));
            }
        }
    }

    vtkSmartPointer<vtkActor> actor_ = make_shape_actor(false);
    io::StoredWind wind_;
    std::string loaded_;
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_wind() { return std::make_unique<Wind>(); }

}  // namespace hacthanh::viz::detail
