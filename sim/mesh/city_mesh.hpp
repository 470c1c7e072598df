#pragma once

#include "sim/city/geometry.hpp"
#include "sim/mesh/options.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hacthanh::mesh {

/// Index of a cell along each axis: i to the east, j to the north, k upwards.
struct CellIndex {
    std::size_t i = 0;
    std::size_t j = 0;
    std::size_t k = 0;
};

/// How much of every cell and face is air, in parts of 255: 0 = closed, 255 = open.
///
/// Fractions are rounded here, in the geometry, so that every operator that reads them conserves exactly.
/// Cells are laid out as in CellField, faces as in FaceField. A closed cell has only closed faces; a face is closed
/// towards a closed cell; the ground (z faces of level 0) is closed.
struct Openness {
    static constexpr std::uint8_t open = 255;
    std::vector<std::uint8_t> cell;
    std::vector<std::uint8_t> x_face;
    std::vector<std::uint8_t> y_face;
    std::vector<std::uint8_t> z_face;
};

/// The city's air cut into boxes: equal squares in plan, layers that grow with height.
///
/// Cells are numbered k-j-i with i fastest, so a field is an array [z][y][x]. Cell volumes carry a
/// free-volume fraction and faces an aperture fraction in [0, 1] so that buildings can fill part of a cell;
/// without buildings all are 1 (see free_volume_fraction and the apertures). Immutable, safe to share between threads.
class CityMesh {
public:
    /// @param extent   in network coordinates [m]; cut to whole cells, growing to the east and north
    /// @param options  validated settings
    /// Throws InputError naming the key when no mesh can be made (cell larger than the domain, too many cells).
    CityMesh(city::Rectangle extent, MeshOptions const& options);

    /// The same mesh with buildings in it. @param openness  as large as this mesh (see sim/mesh/block_buildings.hpp)
    CityMesh(CityMesh mesh, Openness openness);

    /// Whether some cell or face is not wholly open.
    bool has_buildings() const { return !openness_.cell.empty(); }
    /// Empty vectors when there are no buildings.
    Openness const& openness() const { return openness_; }

    std::size_t nx() const { return nx_; }
    std::size_t ny() const { return ny_; }
    std::size_t nz() const { return nz_; }
    std::size_t n_cells() const { return nx_ * ny_ * nz_; }
    std::size_t cell(CellIndex c) const { return (c.k * ny_ + c.j) * nx_ + c.i; }

    /// Horizontal cell size [m].
    double cell_size() const { return cell_size_; }
    city::Rectangle extent() const { return extent_; }
    double x_centre(std::size_t i) const { return extent_.x_min + (static_cast<double>(i) + 0.5) * cell_size_; }
    double y_centre(std::size_t j) const { return extent_.y_min + (static_cast<double>(j) + 0.5) * cell_size_; }

    /// Heights of the layer borders over ground [m], nz + 1 values from 0 to the lid.
    std::vector<double> const& z_faces() const { return z_faces_; }
    double layer_thickness(std::size_t k) const { return z_faces_[k + 1] - z_faces_[k]; }
    double z_centre(std::size_t k) const { return 0.5 * (z_faces_[k] + z_faces_[k + 1]); }

    /// Volume of a whole cell of layer k, buildings included [m3].
    double layer_cell_volume(std::size_t k) const { return cell_size_ * cell_size_ * layer_thickness(k); }

    /// Fraction of the cell that is air, in [0, 1]; 0 = no air.
    double free_volume_fraction(std::size_t cell) const { return fraction(openness_.cell, cell); }
    bool is_open(std::size_t cell) const { return openness_.cell.empty() || openness_.cell[cell] > 0; }

    /// Fraction of the face that is open to air, in [0, 1]; faces are numbered as in FaceField.
    double x_aperture(std::size_t face) const { return fraction(openness_.x_face, face); }
    double y_aperture(std::size_t face) const { return fraction(openness_.y_face, face); }
    double z_aperture(std::size_t face) const { return fraction(openness_.z_face, face); }

    /// The layer that holds height z [m], the lowest for z <= 0; nz() above the lid.
    std::size_t layer_at(double z) const;

private:
    static double fraction(std::vector<std::uint8_t> const& parts, std::size_t n) {
        return parts.empty() ? 1.0 : parts[n] / 255.0;
    }

    city::Rectangle extent_;
    double cell_size_ = 0;
    std::size_t nx_ = 0;
    std::size_t ny_ = 0;
    std::size_t nz_ = 0;
    std::vector<double> z_faces_;
    Openness openness_;
};

/// Layer borders from 0 to `top`: the first layer has thickness `first`, each next one is thicker by one
/// constant factor, found by bisection so that the last border is `top` to 1e-9. All in [m].
/// Throws InputError when `levels` layers of thickness >= first do not fit under `top`.
std::vector<double> stretched_layers(double first, double top, int levels);

}  // namespace hacthanh::mesh
