#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/contracts.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace hacthanh::mesh {

/// One number per cell, stored [z][y][x]. Knows its mesh, name and unit. The mesh must outlive the field.
template <class T>
class CellField {
public:
    CellField(CityMesh const& mesh, std::string name, std::string unit, T value = T())
        : mesh_(&mesh), name_(std::move(name)), unit_(std::move(unit)), values_(mesh.n_cells(), value) {}

    CityMesh const& mesh() const { return *mesh_; }
    std::string const& name() const { return name_; }
    std::string const& unit() const { return unit_; }
    T& operator[](std::size_t cell) { return values_[cell]; }
    T const& operator[](std::size_t cell) const { return values_[cell]; }
    T& at(CellIndex c) { return values_[mesh_->cell(c)]; }
    T const& at(CellIndex c) const { return values_[mesh_->cell(c)]; }
    std::span<T> values() { return values_; }
    std::span<T const> values() const { return values_; }
    T* data() { return values_.data(); }
    T const* data() const { return values_.data(); }

private:
    CityMesh const* mesh_;
    std::string name_;
    std::string unit_;
    AlignedArray<T> values_;
};

/// One number per face, normal to it and positive to the east, north and up.
///
/// x faces are stored [nz][ny][nx+1], y faces [nz][ny+1][nx], z faces [nz+1][ny][nx]; face i of an x row lies
/// on the west side of cell i, and so on. The mesh must outlive the field.
template <class T>
class FaceField {
public:
    FaceField(CityMesh const& mesh, std::string name, std::string unit, T value = T())
        : mesh_(&mesh),
          name_(std::move(name)),
          unit_(std::move(unit)),
          x_((mesh.nx() + 1) * mesh.ny() * mesh.nz(), value),
          y_(mesh.nx() * (mesh.ny() + 1) * mesh.nz(), value),
          z_(mesh.nx() * mesh.ny() * (mesh.nz() + 1), value) {}

    CityMesh const& mesh() const { return *mesh_; }
    std::string const& name() const { return name_; }
    std::string const& unit() const { return unit_; }

    std::size_t x_face(std::size_t i, std::size_t j, std::size_t k) const {
        return (k * mesh_->ny() + j) * (mesh_->nx() + 1) + i;
    }
    std::size_t y_face(std::size_t i, std::size_t j, std::size_t k) const {
        return (k * (mesh_->ny() + 1) + j) * mesh_->nx() + i;
    }
    std::size_t z_face(std::size_t i, std::size_t j, std::size_t k) const {
        return (k * mesh_->ny() + j) * mesh_->nx() + i;
    }
    std::span<T> x() { return x_; }
    std::span<T const> x() const { return x_; }
    std::span<T> y() { return y_; }
    std::span<T const> y() const { return y_; }
    std::span<T> z() { return z_; }
    std::span<T const> z() const { return z_; }

private:
    CityMesh const* mesh_;
    std::string name_;
    std::string unit_;
    AlignedArray<T> x_;
    AlignedArray<T> y_;
    AlignedArray<T> z_;
};

}  // namespace hacthanh::mesh
