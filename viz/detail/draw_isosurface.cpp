#include "viz/detail/field_grid.hpp"
#include "viz/detail/layer_drawing.hpp"

#include <fmt/format.h>
#include <vtkActor.h>
#include <vtkColorTransferFunction.h>
#include <vtkContourFilter.h>
#include <vtkFixedPointVolumeRayCastMapper.h>
#include <vtkLookupTable.h>
#include <vtkNew.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

constexpr int n_table = 256;

vtkSmartPointer<vtkLookupTable> lookup_table(ColourScale const& scale) {
    auto table = vtkSmartPointer<vtkLookupTable>::New();
    table->SetNumberOfTableValues(n_table);
    for (int i = 0; i < n_table; ++i) {
        Colour const c = scale.at_fraction(i / double(n_table - 1));
        table->SetTableValue(i, c.red / 255.0, c.green / 255.0, c.blue / 255.0, 1);
    }
    table->SetRange(scale.low(), scale.high());
    if (scale.kind() == ScaleKind::logarithmic) table->SetScaleToLog10();
    return table;
}

/// Levels that a layer names, else a quarter, a half and four fifths of the scale (of differences on both sides).
std::vector<double> levels_of(SceneLayer const& layer, SceneLegend const& legend, bool difference) {
    if (!layer.levels.empty()) return layer.levels;
    if (difference) return {0.5 * legend.range.low, 0.5 * legend.range.high};
    std::vector<double> levels;
    for (double share : {0.25, 0.5, 0.8}) {
        bool const log = legend.scale == ScaleKind::logarithmic;
        levels.push_back(log ? legend.range.low * std::pow(legend.range.high / legend.range.low, share)
                             : legend.range.low + share * (legend.range.high - legend.range.low));
    }
    return levels;
}

class Isosurface : public LayerDrawing {
public:
    Isosurface() {
        actor_->SetMapper(mapper_);
        actor_->GetProperty()->SetAmbient(0.4);
        actor_->GetProperty()->SetDiffuse(0.65);
    }
    void update(LayerContext const& context, SceneLayer const& layer) override {
        actor_->GetProperty()->SetOpacity(layer.opacity);
        std::string const key =
            fmt::format("{} {} {}", layer_key(layer), time_key(context), context.data().path().string());
        if (unchanged(key)) return;
        forget();
        auto const lowest = field_layer(context, context.scene.height_m);
        FieldColours const colours = field_colours(context, layer, context.scene.height_m, false, lowest);
        auto const grid = make_field_grid(context);
        vtkNew<vtkContourFilter> contour;
        contour->SetInputData(grid);
        contour->ComputeNormalsOn();
        contour->ComputeScalarsOn();
        auto const levels = levels_of(layer, colours.legend, context.difference());
        for (std::size_t i = 0; i < levels.size(); ++i) contour->SetValue(static_cast<int>(i), levels[i]);
        contour->Update();
        mapper_->SetInputData(contour->GetOutput());
        mapper_->SetLookupTable(lookup_table(colours.scale));
        mapper_->UseLookupTableScalarRangeOn();
        legend_ = colours.legend;
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {actor_.Get()}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

private:
    vtkNew<vtkActor> actor_;
    vtkNew<vtkPolyDataMapper> mapper_;
    std::optional<SceneLegend> legend_;
};

/// A cloud, ray by ray on the processor: works without a GPU and takes about half a second a frame.
class Volume : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        std::string const key =
            fmt::format("{} {} {}", layer_key(layer), time_key(context), context.data().path().string());
        if (unchanged(key)) return;
        forget();
        auto const lowest = field_layer(context, context.scene.height_m);
        FieldColours const colours = field_colours(context, layer, context.scene.height_m, true, lowest);
        vtkNew<vtkFixedPointVolumeRayCastMapper> mapper;
        mapper->SetInputData(make_field_image(context));
        vtkNew<vtkColorTransferFunction> colour;
        vtkNew<vtkPiecewiseFunction> opacity;
        constexpr int n_points = 33;
        for (int i = 0; i < n_points; ++i) {
            double const share = i / double(n_points - 1);
            double const value =
                colours.legend.range.low + share * (colours.legend.range.high - colours.legend.range.low);
            Colour const c = colours.scale(value);
            colour->AddRGBPoint(value, c.red / 255.0, c.green / 255.0, c.blue / 255.0);
            double const strength = context.difference() ? std::abs(2 * share - 1) : share;
            opacity->AddPoint(value, 0.35 * layer.opacity * strength * strength);
        }
        vtkNew<vtkVolumeProperty> property;
        property->SetColor(colour);
        property->SetScalarOpacity(opacity);
        property->SetScalarOpacityUnitDistance(context.data().result().grid().cell_size);
        property->SetInterpolationTypeToLinear();
        volume_->SetMapper(mapper);
        volume_->SetProperty(property);
        legend_ = colours.legend;
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {volume_.Get()}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

private:
    vtkNew<vtkVolume> volume_;
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_isosurface() { return std::make_unique<Isosurface>(); }
std::unique_ptr<LayerDrawing> make_volume() { return std::make_unique<Volume>(); }

}  // namespace hacthanh::viz::detail
