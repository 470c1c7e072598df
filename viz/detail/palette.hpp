#pragma once
/// Private to viz: the colours of everything that is not data.

#include "viz/colour_map.hpp"

namespace hacthanh::viz::detail {

inline constexpr Colour paper{255, 255, 255};
inline constexpr Colour sky{214, 227, 239};
inline constexpr Colour land{246, 246, 243};
inline constexpr Colour water{190, 214, 232};
inline constexpr Colour building{206, 204, 200};
inline constexpr Colour ink{28, 32, 38};
inline constexpr Colour soft_ink{92, 98, 108};
inline constexpr Colour faint_line{196, 200, 206};
inline constexpr Colour veil{255, 255, 255, 222};
inline constexpr Colour plain_road{62, 66, 74, 105};
inline constexpr Colour empty_road{205, 208, 212};
inline constexpr Colour warning_fill{255, 243, 205};
inline constexpr Colour warning_edge{217, 152, 18};
inline constexpr Colour warning_ink{98, 62, 0};
inline constexpr Colour limit_ink{176, 28, 46};
inline constexpr Colour wind_blue{0, 92, 153};

}  // namespace hacthanh::viz::detail
