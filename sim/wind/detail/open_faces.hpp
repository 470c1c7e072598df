#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <cstdint>

namespace hacthanh::wind::detail {

/// Apertures of the faces that air can pass, in parts of 255, laid out as in mesh::FaceField.
///
/// 0 on the ground, on a closed lid, towards closed cells and on every face of a cell that cannot be reached from an
/// open side or lid through open faces.
struct OpenFaces {
    AlignedArray<std::uint8_t> x;
    AlignedArray<std::uint8_t> y;
    AlignedArray<std::uint8_t> z;
    std::size_t air_cells = 0;     ///< cells reached
    std::size_t sealed_cells = 0;  ///< open cells that are not
};

/// Cost O(cells).
OpenFaces open_faces(mesh::CityMesh const& mesh, bool open_lid);

}  // namespace hacthanh::wind::detail
