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
/// Receptors are solved sixteen at a time and in parallel; the same bits for any number of threads.
/// Throws InputError when a source or receptor lies in a cell without air, SolverError as SteadySolver.
/// Cost per receptor: some ten iterations over the cells; memory: SteadySolver.
std::vector<std::vector<double>> adjoint_rows(dispersion::LinearTransport const& transport,
                                              std::vector<CellShares> const& sources,
                                              std::vector<CellShares> const& receptors, double tolerance,
                                              Parallel const& parallel);

/// The same numbers by one forward solution per source: right for few sources and any number of receptors.
std::vector<std::vector<double>> forward_rows(dispersion::LinearTransport const& transport,
                                              std::vector<CellShares> const& sources,
                                              std::vector<CellShares> const& receptors, double tolerance,
                                              Parallel const& parallel);

/// Transfer functions and how long the air was on its way, both [receptor][source].
struct AgedRows {
    std::vector<std::vector<double>> transfer;  ///< T [s/m3]
    std::vector<std::vector<double>> aged;      ///< M [s2/m3]: M / T is the mean time since a source gave it off
};

/// adjoint_rows() with the mean age of what arrives, at the price of a second solution per receptor.
///
/// In steady state the age concentration h (age times mass in a cubic metre) keeps A h = V c, V the air of the cells
/// (Deleersnijder et al. 2001, doi:10.1016/S0924-7963(01)00026-4), so that M = r . A^-1 V A^-1 s; adjoint: A^T a = r,
/// A^T b = V a, M = b . s. Linear in emission like T; the mean age of several sources' air is sum(M e) / sum(T e).
/// A source may be any cells with any weights: of LinearTransport::inflow_source() M is the time since air came in.
AgedRows aged_adjoint_rows(dispersion::LinearTransport const& transport, std::vector<CellShares> const& sources,
                           std::vector<CellShares> const& receptors, double tolerance, Parallel const& parallel);

/// The same numbers by two forward solutions per source.
AgedRows aged_forward_rows(dispersion::LinearTransport const& transport, std::vector<CellShares> const& sources,
                           std::vector<CellShares> const& receptors, double tolerance, Parallel const& parallel);

}  // namespace hacthanh::answers
