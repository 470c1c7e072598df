#pragma once

#include "io/import/footprint.hpp"

#include <string>
#include <utility>

namespace hacthanh::test {

inline city::Polygon box(double x, double y, double width, double height) {
    return {{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, {}};
}

inline io::Footprint footprint(std::string id, city::Polygon shape) {
    io::Footprint result;
    result.id = std::move(id);
    result.parts = {std::move(shape)};
    return result;
}

}  // namespace hacthanh::test
