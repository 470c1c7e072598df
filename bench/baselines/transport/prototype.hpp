#pragma once

#include <memory>

namespace hacthanh::bench {

/// The first transport kernel of this project: dimension-split van Leer fluxes, explicit horizontal and implicit
/// vertical mixing, buildings as closed faces, single precision, one fused pass. No sources, deposition or open sides;
/// mass is not booked; the time step is not checked. What ours is compared with, on one thread.
class TransportPrototype {
public:
    /// A synthetic city of blocks in a wind of stream functions, cells of 5 x 5 x 2.5 m.
    /// Throws std::runtime_error when it does not keep its mass.
    TransportPrototype(int nx, int ny, int nz, int n_species);
    ~TransportPrototype();

    /// CPU seconds of one more step of all species.
    double step_cpu_s();

private:
    struct Grid;
    std::unique_ptr<Grid> grid_;
};

}  // namespace hacthanh::bench
