#pragma once

#include "sim/answers/transfer_rows.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/linear_transport.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::answers {

/// A cell's part in a source (of its emission) or in a receptor (of its mean); parts sum to 1.
struct CellShare {
    std::size_t cell = 0;  ///< of the mesh, with air
    double share = 0;
};
using CellShares = std::vector<CellShare>;

/// What every source gives to each receptor [s/m3], [receptor][source], by one adjoint solution per receptor:
/// A^T a = r, T = a . s. Right for few receptors and any number of sources: monitors, schools, a ward's mean,
/// a population-weighted index.
///
/// Receptors are solved in parallel after one factorisation; the same bits for any number of threads.
/// Throws InputError when a source or receptor lies in a cell without air, SolverError as SteadySolver.
/// Cost per receptor: some ten iterations over the cells; memory: that of the factors and about ten vectors a thread.
std::vector<std::vector<double>> adjoint_rows(dispersion::LinearTransport const& transport,
                                              std::vector<CellShares> const& sources,
                                              std::vector<CellShares> const& receptors, double tolerance,
                                              Parallel const& parallel);

/// The same numbers by one forward solution per source: right for few sources and any number of receptors.
std::vector<std::vector<double>> forward_rows(dispersion::LinearTransport const& transport,
                                              std::vector<CellShares> const& sources,
                                              std::vector<CellShares> const& receptors, double tolerance,
                                              Parallel const& parallel);

}  // namespace hacthanh::answers
