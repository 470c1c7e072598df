#pragma once
/// Private to viz: an index of air quality in the colours of its classes.

#include "viz/detail/layer_drawing.hpp"
#include "viz/page.hpp"

namespace hacthanh::viz::detail {

/// `colour_by` of layers that show the index.
inline constexpr std::string_view vn_aqi = "vn_aqi";

/// One index and one colour per cell.
struct IndexBands {
    std::vector<float> index;     ///< NaN = no air
    std::vector<Colour> colours;  ///< of the class; transparent without air
    SceneLegend legend{};         ///< classes with names and ranges, no scale
};

/// VN_AQI (Decision 1459/QĐ-TCMT, 2019) of the scene's field at a height, from the tables that hold on the day.
///
/// The index of a gas is one of hourly means, that of particles one of means of 24 hours (a shorter averaging time the
/// table has none for). The mean is taken over the time that ends with the step shown, back to its averaging time; it
/// must be covered by impact::least_coverage of stored steps after spin-up.
/// Throws InputError `layers …` with the reason when the index would mean nothing: a difference, a species without a
/// table, a run without background (an index is of all the air, not of the traffic's share), too short a time or, for
/// "mean", one longer than the averaging time.
/// Cost: the steps of the averaging time are read once per step shown.
IndexBands index_bands(LayerContext const& context, SceneLayer const& layer, double height_m);

/// The bands as a picture of a grid, four pixels per cell and direction, northernmost row first.
ImageDrawing band_image(std::vector<Colour> const& cells, std::size_t nx, std::size_t ny);

}  // namespace hacthanh::viz::detail
