#pragma once

#include "sim/mesh/detail/footprint.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::mesh::detail {

/// The buildings that stand in each row of columns, in the order of the input. Row ny holds those that touch the
/// north side of the mesh.
class RowIndex {
public:
    RowIndex(std::span<Footprint const> footprints, CityMesh const& mesh);
    std::span<std::size_t const> row(std::size_t j) const {
        return {buildings_.data() + begin_[j], begin_[j + 1] - begin_[j]};
    }

private:
    std::vector<std::size_t> begin_;
    std::vector<std::size_t> buildings_;
};

/// What buildings cover of one row of columns, as exact fractions, over all layers.
class RowCover {
public:
    explicit RowCover(CityMesh const& mesh);

    /// Empties the row and adds its buildings. @param j  0..ny; of row ny only the south faces mean something
    void fill(std::span<Footprint const> footprints, std::span<std::size_t const> buildings, std::size_t j);

    /// Layers up to the highest roof of the row.
    std::size_t n_layers() const { return n_layers_; }
    /// Covered fraction of a cell's volume; above 1 where buildings overlap.
    double cell(std::size_t i, std::size_t k) const { return cell_[k * mesh_->nx() + i]; }
    double x_face(std::size_t i, std::size_t k) const { return larger(x_face_, k * (mesh_->nx() + 1) + i); }
    double y_face(std::size_t i, std::size_t k) const { return larger(y_face_, k * mesh_->nx() + i); }
    double z_face(std::size_t i, std::size_t level) const { return larger(z_face_, level * mesh_->nx() + i); }

    /// Walls that stand between the faces of a cell, as what they cover across x or y; else 0. They count where they
    /// cover more than either face does, and for one face: the one nearer to them.
    struct Inner {
        double low = 0;   ///< to be covered of the west or south face
        double high = 0;  ///< of the east or north face
    };
    Inner x_inner(std::size_t i, std::size_t k) const;
    Inner y_inner(std::size_t i, std::size_t k) const;

    /// Height of a building in layer k over the layer's thickness.
    double overlap(Footprint const& footprint, std::size_t k) const;
    /// The part of one building in row j; valid until the next call of clip() or fill().
    FootprintRow const& clip(Footprint const& footprint, std::size_t j);

private:
    using Sections = std::array<std::vector<double>, inner_sections.size()>;

    static double larger(std::vector<double> const (&sides)[2], std::size_t n) {
        return sides[0][n] > sides[1][n] ? sides[0][n] : sides[1][n];
    }
    static Inner inner(Sections const& sections, std::size_t n, double faces);
    void add(Footprint const& footprint);
    void add_layer(std::size_t k, double overlap);
    void add_level(Footprint const& footprint, std::size_t level);

    CityMesh const* mesh_;
    double tolerance_;  ///< [cells]
    std::size_t n_layers_ = 0;
    FootprintRow part_;
    std::vector<double> cell_;
    std::vector<double> x_face_[2];
    std::vector<double> y_face_[2];
    std::vector<double> z_face_[2];
    std::vector<double> y_north_[2];
    Sections x_inner_;
    Sections y_inner_;
};

}  // namespace hacthanh::mesh::detail
