#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/map_cover.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/shape_builder.hpp"
#include "viz/detail/textured_plane.hpp"
#include "viz/field_image.hpp"

#include <vtkProperty.h>

namespace hacthanh::viz::detail {
namespace {

/// The land reaches this far beyond the mesh, in parts of its width, so that an oblique view has a ground.
constexpr double apron = 1.0;
constexpr Colour bare_land{242, 241, 237};

/// Land, and on it water and green: outlines where the city's areas are known, else the cells of the mesh.
class Ground : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        cover_.set_opacity(layer.opacity);
        areas_->GetProperty()->SetOpacity(layer.opacity);
        if (unchanged(context.scene.city + " " + context.data().path().string())) return;
        forget();
        auto const extent = grid_extent(context.data().result().grid());
        draw_land(extent, context.origin);
        draw_cover(context, extent);
        unchanged(context.scene.city + " " + context.data().path().string());
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override {
        std::vector<vtkSmartPointer<vtkProp>> props{land_};
        if (has_cells_) props.emplace_back(cover_.actor());
        if (has_areas_) props.emplace_back(areas_);
        return props;
    }

private:
    void draw_land(city::Rectangle const& extent, city::Point origin) {
        double const dx = apron * extent.width();
        double const dy = apron * extent.height();
        ShapeBuilder shape;
        shape.flat({{{extent.x_min - dx, extent.y_min - dy},
                     {extent.x_max + dx, extent.y_min - dy},
                     {extent.x_max + dx, extent.y_max + dy},
                     {extent.x_min - dx, extent.y_max + dy}},
                    {}},
                   origin, ground_z, bare_land);
        set_shape(*land_, shape, false);
    }
    void draw_cover(LayerContext const& context, city::Rectangle const& extent) {
        SceneCity const& city = context.city();
        ShapeBuilder shape;
        double z = cover_z;
        for (auto const kind : {city::AreaKind::green, city::AreaKind::trees, city::AreaKind::water}) {
            for (auto const& area : city.areas)
                if (area.kind == kind) shape.flat(area.shape, context.origin, z, cover_colour(kind));
            z += 0.04;
        }
        has_areas_ = !shape.empty();
        has_cells_ = false;
        set_shape(*areas_, shape, false);
        if (has_areas_) return;
        auto const cover = natural_cover(context.data().result());
        has_cells_ = cover.has_value();
        if (!cover) return;
        cover_.paint(
            cover_image(*cover, extent, {0, 0, static_cast<double>(cover->nx), static_cast<double>(cover->ny)}), false);
        cover_.place({extent.x_min - context.origin.x, extent.y_min - context.origin.y, cover_z},
                     {extent.width(), 0, 0}, {0, extent.height(), 0});
    }

    vtkSmartPointer<vtkActor> land_ = make_shape_actor(false);
    vtkSmartPointer<vtkActor> areas_ = make_shape_actor(false);
    TexturedPlane cover_;
    bool has_areas_ = false;
    bool has_cells_ = false;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_ground() { return std::make_unique<Ground>(); }

}  // namespace hacthanh::viz::detail
