#pragma once

#include "sim/chemistry/rates.hpp"
#include "sim/core/parallel.hpp"
#include "sim/mesh/fields.hpp"

namespace hacthanh::chemistry {

/// Mass that the reactions made (> 0) or destroyed (< 0) [kg].
struct ChemistryReport {
    double no = 0;
    double no2 = 0;
    double o3 = 0;
};

/// The exact transient of NO, NO2 and ozone (nitrogen_oxides.hpp) in every cell of a mesh.
///
/// Works on the total of each species, so it must not be applied to parts of the air (the share of one source): the
/// reactions are not linear. Arithmetic in double, fields in single precision. NOx and Ox are kept to the rounding of
/// the fields (6e-8 per call), nothing turns negative, air that holds none of the three stays so.
/// 1 and N threads, and all processors, give the same bits. Cost O(cells). One object serves one thread at a time.
class NitrogenChemistry {
public:
    /// @param mesh, parallel  must outlive this
    NitrogenChemistry(mesh::CityMesh const& mesh, Parallel const& parallel) : mesh_(&mesh), parallel_(&parallel) {}

    /// Moves the fields [kg/m3] forward by `duration` [s], each cell by itself.
    /// Precondition: rates.oxidation > 0.
    ChemistryReport advance(mesh::CellField<float>& no, mesh::CellField<float>& no2, mesh::CellField<float>& o3,
                            Rates const& rates, double duration) const;

private:
    mesh::CityMesh const* mesh_;
    Parallel const* parallel_;
};

}  // namespace hacthanh::chemistry
