#include "viz/colour_map.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace hacthanh::viz {
namespace {

constexpr std::array<std::string_view, 3> colour_map_names = {"viridis", "cividis", "blue_orange"};

/// viridis at 0, 0.1, … 1; source: see ColourMap.
constexpr std::array<Colour, 11> viridis_colours = {{{0x44, 0x01, 0x54},
                                                     {0x48, 0x25, 0x76},
                                                     {0x41, 0x44, 0x87},
                                                     {0x35, 0x60, 0x8d},
                                                     {0x2a, 0x78, 0x8e},
                                                     {0x21, 0x90, 0x8c},
                                                     {0x22, 0xa8, 0x84},
                                                     {0x43, 0xbf, 0x71},
                                                     {0x7a, 0xd1, 0x51},
                                                     {0xbb, 0xdf, 0x27},
                                                     {0xfd, 0xe7, 0x25}}};

/// cividis at 0, 1/9, … 1; source: see ColourMap.
constexpr std::array<Colour, 10> cividis_colours = {{{0x00, 0x20, 0x4d},
                                                     {0x00, 0x33, 0x6f},
                                                     {0x39, 0x48, 0x6b},
                                                     {0x57, 0x5c, 0x6d},
                                                     {0x70, 0x71, 0x73},
                                                     {0x8a, 0x87, 0x79},
                                                     {0xa6, 0x9d, 0x75},
                                                     {0xc4, 0xb5, 0x6c},
                                                     {0xe4, 0xcf, 0x5b},
                                                     {0xff, 0xea, 0x46}}};

/// From the high end to the low one; the hues stay apart for all common colour-vision deficiencies.
constexpr std::array<Colour, 5> blue_orange_colours = {
    {{0x8a, 0x3d, 0x00}, {0xe8, 0x95, 0x45}, {0xf7, 0xf7, 0xf7}, {0x6f, 0xa5, 0xd0}, {0x10, 0x3c, 0x69}}};

std::span<Colour const> colours_of(ColourMap map) {
    switch (map) {
        case ColourMap::viridis: return viridis_colours;
        case ColourMap::cividis: return cividis_colours;
        case ColourMap::blue_orange: return blue_orange_colours;
    }
    return viridis_colours;
}

std::uint8_t mix(std::uint8_t a, std::uint8_t b, double t) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * t));
}

Colour interpolate(std::span<Colour const> colours, double t) {
    double const place = t * static_cast<double>(colours.size() - 1);
    auto const left = std::min(static_cast<std::size_t>(place), colours.size() - 2);
    double const rest = place - static_cast<double>(left);
    Colour const a = colours[left];
    Colour const b = colours[left + 1];
    return {mix(a.red, b.red, rest), mix(a.green, b.green, rest), mix(a.blue, b.blue, rest)};
}

}  // namespace

Colour blend(Colour under, Colour over) {
    double const t = over.alpha / 255.0;
    return {mix(under.red, over.red, t), mix(under.green, over.green, t), mix(under.blue, over.blue, t)};
}

std::string_view name(ColourMap map) { return colour_map_names[static_cast<std::size_t>(map)]; }

std::optional<ColourMap> find_colour_map(std::string_view wanted) {
    for (std::size_t i = 0; i < colour_map_names.size(); ++i)
        if (colour_map_names[i] == wanted) return static_cast<ColourMap>(i);
    return std::nullopt;
}

ColourScale::ColourScale(ColourMap map, ScaleKind kind, double low, double high, bool fade_in, bool dark_low)
    : map_(map), kind_(kind), low_(low), high_(high), fade_in_(fade_in), dark_low_(dark_low) {
    validate(std::isfinite(low) && std::isfinite(high) && low < high, "range",
             fmt::format("{}:{} (the first number must be smaller than the second)", low, high));
    validate(kind == ScaleKind::linear || low > 0, "range",
             fmt::format("{}:{} (a logarithmic scale must begin above 0)", low, high),
             "give for example --range 0.1:100");
}

double ColourScale::fraction(double value) const {
    if (std::isnan(value)) return 0;
    if (kind_ == ScaleKind::linear) return std::clamp((value - low_) / (high_ - low_), 0.0, 1.0);
    if (value <= low_) return 0;
    return std::clamp(std::log(value / low_) / std::log(high_ / low_), 0.0, 1.0);
}

Colour ColourScale::at_fraction(double fraction) const {
    constexpr double fade_end = 0.25;
    double const t = dark_low_ ? fraction : 1 - fraction;
    Colour colour = interpolate(colours_of(map_), t);
    double const from_nothing = map_ == ColourMap::blue_orange ? std::abs(2 * fraction - 1) : fraction;
    if (fade_in_ && from_nothing < fade_end) colour.alpha = mix(0, 255, from_nothing / fade_end);
    return colour;
}

Colour ColourScale::operator()(double value) const {
    if (std::isnan(value)) return {0, 0, 0, 0};
    return at_fraction(fraction(value));
}

}  // namespace hacthanh::viz
