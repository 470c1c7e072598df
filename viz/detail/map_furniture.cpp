#include "viz/detail/map_furniture.hpp"

#include "sim/core/nice_numbers.hpp"
#include "viz/detail/palette.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::viz::detail {
namespace {

/// Longest part of the map's width that the scale bar may take.
constexpr double scale_bar_share = 0.24;

}  // namespace

void draw_scale_bar(Drafting const& drafting, double metres_shown, bool oblique) {
    Box const& map = drafting.layout.map;
    double const u = drafting.layout.unit;
    double const length_m = scale_bar_length(metres_shown, scale_bar_share);
    double const length = length_m / metres_shown * map.width;
    bool const in_km = length_m >= 1000;
    double const shown_length = in_km ? length_m / 1000 : length_m;
    double const size = drafting.layout.small_size;
    std::string label = format_number(shown_length, drafting.language) + (in_km ? " km" : " m");
    if (oblique) label += drafting.language == Language::english ? " (middle)" : " (giữa ảnh)";
    double const label_width = drafting.measure.width(label, size, FontWeight::regular);

    double const pad = 12 * u;
    double const bar_height = 7 * u;
    bool const room_for_zero = !oblique && length > 0.5 * label_width + 24 * u;
    double const overhang = std::max(room_for_zero ? label_width / 2 - 0.3 * pad : (label_width - length) / 2, 0.0);
    double const text_height = Typesetter::line_height(size);
    Box const panel{map.x + 14 * u, map.bottom() - 14 * u - (text_height + bar_height + 1.6 * pad),
                    length + 2 * (pad + overhang), text_height + bar_height + 1.6 * pad};
    drafting.page.fill(panel, veil);
    double const left = panel.x + pad + overhang;
    double const text_y = panel.y + 0.8 * pad + text_height / 2;
    Box const bar{left, panel.y + 0.8 * pad + text_height, length, bar_height};
    drafting.page.fill(bar, paper);
    drafting.page.fill({bar.x, bar.y, bar.width / 2, bar.height}, ink);
    drafting.page.frame(bar, std::max(1.0, 1.2 * u), ink);
    if (room_for_zero) drafting.line(left, text_y, "0", size, FontWeight::regular, Align::centre, ink);
    drafting.line(room_for_zero ? left + length : bar.centre().x, text_y, label, size, FontWeight::regular,
                  Align::centre, ink);
}

void draw_north_arrow(Drafting const& drafting, double azimuth_deg) {
    Box const& map = drafting.layout.map;
    double const u = drafting.layout.unit;
    double const size = 20 * u;
    Box const panel{map.right() - 14 * u - 46 * u, map.y + 14 * u, 46 * u, 84 * u};
    drafting.page.fill(panel, veil);
    double const x = panel.centre().x;
    drafting.line(x, panel.y + 17 * u, drafting.language == Language::english ? "N" : "B", size, FontWeight::bold,
                  Align::centre, ink);
    // The arrow turns about the middle of its room; its tip points north.
    double const turn = -azimuth_deg * std::numbers::pi / 180;
    double const half = (panel.bottom() - 9 * u - panel.y - 32 * u) / 2;
    double const y = panel.y + 32 * u + half;
    auto const at = [&](double right, double up) {
        return PagePoint{x + right * std::cos(turn) + up * std::sin(turn),
                         y + right * std::sin(turn) - up * std::cos(turn)};
    };
    double const wing = azimuth_deg == 0 ? 13 * u : 11 * u;
    drafting.page.polygon({at(0, half), at(0, 10 * u - half), at(-wing, -half)}, ink);
    drafting.page.polygon({at(0, half), at(wing, -half), at(0, 10 * u - half)}, soft_ink);
}

void draw_captions(Drafting const& drafting, MapView const& view) {
    Box const& map = drafting.layout.map;
    double const u = drafting.layout.unit;
    double const size = std::max(18 * u, 11.0);
    for (std::size_t i = 0; i < view.captions.size(); ++i) {
        double const from = i == 0 ? 0 : view.borders[i - 1];
        double const to = i < view.borders.size() ? view.borders[i] : 1;
        double const left = map.x + from * map.width;
        double const room = (to - from) * map.width - 100 * u;
        std::string const text =
            drafting.measure.fit(view.captions[i].in(drafting.language), size, FontWeight::bold, room);
        if (i > 0) drafting.page.fill({left - 1.5 * u, map.y, 3 * u, map.height}, paper);
        Box const panel{left + 14 * u, map.y + 14 * u, drafting.measure.width(text, size, FontWeight::bold) + 20 * u,
                        Typesetter::line_height(size) + 10 * u};
        drafting.page.fill(panel, veil);
        drafting.line(panel.x + 10 * u, panel.centre().y, text, size, FontWeight::bold, Align::left, ink);
    }
}

}  // namespace hacthanh::viz::detail
