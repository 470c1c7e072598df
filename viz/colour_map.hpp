#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hacthanh::viz {

/// sRGB with opacity, 0-255.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 255;

    friend bool operator==(Colour, Colour) = default;
};

/// `over` painted on the opaque colour `under`.
Colour blend(Colour under, Colour over);

/// Colour scales that keep their order in grey and for the common colour-vision deficiencies.
///
/// viridis: van der Walt and Smith 2015 (CC0), https://bids.github.io/colormap/.
/// cividis: Nuñez, Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239.
/// blue_orange: ours, for differences: blue falls, orange rises, and what is near the middle of the range fades away.
enum class ColourMap { viridis, cividis, blue_orange };

/// The names in the order of the enum.
std::string_view name(ColourMap map);
std::optional<ColourMap> find_colour_map(std::string_view wanted);

/// How a value is placed on the colour scale.
enum class ScaleKind { linear, logarithmic };

/// Turns numbers into colours for a light page: the low end is light, the high end dark.
///
/// Values under the range are drawn as the low end, values above it as the high end. With `fade_in` the lowest
/// quarter of the scale goes from transparent to opaque, so that a negligible value leaves the page as it is.
/// Immutable and thread-safe; a call costs a few operations.
class ColourScale {
public:
    /// Throws InputError unless low < high, and low > 0 for a logarithmic scale.
    ColourScale(ColourMap map, ScaleKind kind, double low, double high, bool fade_in, bool dark_low = false);

    double low() const { return low_; }
    double high() const { return high_; }
    ScaleKind kind() const { return kind_; }

    /// Place on the scale in [0, 1]; values outside are clamped, NaN gives 0.
    double fraction(double value) const;

    /// Colour of a place on the scale.
    Colour at_fraction(double fraction) const;

    /// Colour of a value; NaN is transparent.
    Colour operator()(double value) const;

private:
    ColourMap map_;
    ScaleKind kind_;
    double low_;
    double high_;
    bool fade_in_;
    bool dark_low_;
};

}  // namespace hacthanh::viz
