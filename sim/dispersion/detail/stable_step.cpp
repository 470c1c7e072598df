#include "sim/dispersion/detail/flow_rates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::dispersion::detail {
namespace {

/// Kept free of every cell so that rounding cannot take more than there is [1]; our choice.
constexpr double reserve = 1e-4;

/// What one direction needs to know of a cell and its two neighbours, per second. Index 0 = lower side, 1 = upper.
struct Crossing {
    double rate[2];       ///< positive upwards
    double diffusion[2];  ///< D per second
    double volume[3];     ///< volume fraction x relative thickness of the cell below, the cell, the cell above
    double growth[3];     ///< of the density, per second, by earlier directions of the step
};

/// The largest share of the cell's content that the direction may take, over the content (see transport.md).
bool holds(Crossing const& crossing, double step) {
    auto const density = [&](int cell) { return crossing.volume[cell] + step * crossing.growth[cell]; };
    double out = 0;
    double spread = 0;
    double steep_difference = 0;
    for (int side = 0; side < 2; ++side) {
        double const courant = step * crossing.rate[side];
        bool const leaves = side == 0 ? courant < 0 : courant > 0;
        double const donor = leaves ? density(1) : density(2 * side);
        double const size = std::abs(courant);
        double const nu = 0.5 * size * (1 - size / donor) - step * crossing.diffusion[side];
        if (leaves) {
            out += size;
            steep_difference += (side == 0 ? -1 : 1) * std::max(nu, 0.0);
        }
        spread += std::max(-nu, 0.0);
    }
    return out + spread + 2 * std::abs(steep_difference) <= (1 - reserve) * density(1);
}

/// Reads one cell's surroundings out of the rates.
class Surroundings {
public:
    Surroundings(FlowRates const& rates, mesh::CityMesh const& mesh) : rates_(rates), mesh_(mesh) {}

    bool hold(mesh::CellIndex c, double step) const {
        return holds(along_x(c, 0, -1), step) && holds(along_x(c, 1, 1), step) && holds(along_y(c, 0), step) &&
               holds(along_y(c, 1), step) &&
               (!rates_.vertical_wind || (holds(along_z(c, 0), step) && holds(along_z(c, 1), step)));
    }

private:
    /// The density before x has grown by dx times the divergence in x and dy times that in y.
    Crossing along_x(mesh::CellIndex c, double dx, double dy) const {
        Crossing crossing{};
        std::size_t const face = (c.k * mesh_.ny() + c.j) * (mesh_.nx() + 1) + c.i;
        for (std::size_t side = 0; side < 2; ++side) {
            crossing.rate[side] = rates_.x_rate[face + side];
            crossing.diffusion[side] = std::max(0.0F, rates_.x_diffusion[face + side]);
        }
        for (std::size_t n = 0; n < 3; ++n) {
            mesh::CellIndex const cell{std::clamp(c.i + n, std::size_t(1), mesh_.nx()) - 1, c.j, c.k};
            crossing.volume[n] = rates_.volume[mesh_.cell(cell)];
            crossing.growth[n] = dx * divergence_x(cell) + dy * divergence_y(cell);
        }
        return crossing;
    }

    Crossing along_y(mesh::CellIndex c, double dy) const {
        Crossing crossing{};
        std::size_t const face = (c.k * (mesh_.ny() + 1) + c.j) * mesh_.nx() + c.i;
        for (std::size_t side = 0; side < 2; ++side) {
            crossing.rate[side] = rates_.y_rate[face + side * mesh_.nx()];
            crossing.diffusion[side] = std::max(0.0F, rates_.y_diffusion[face + side * mesh_.nx()]);
        }
        for (std::size_t n = 0; n < 3; ++n) {
            mesh::CellIndex const cell{c.i, std::clamp(c.j + n, std::size_t(1), mesh_.ny()) - 1, c.k};
            crossing.volume[n] = rates_.volume[mesh_.cell(cell)];
            crossing.growth[n] = dy * divergence_y(cell);
        }
        return crossing;
    }

    Crossing along_z(mesh::CellIndex c, double dz) const {
        Crossing crossing{};
        for (std::size_t side = 0; side < 2; ++side) crossing.rate[side] = z_speed(c, side) / rates_.thickness[c.k];
        for (std::size_t n = 0; n < 3; ++n) {
            mesh::CellIndex const cell{c.i, c.j, std::clamp(c.k + n, std::size_t(1), mesh_.nz()) - 1};
            crossing.volume[n] =
                static_cast<double>(rates_.volume[mesh_.cell(cell)]) * rates_.thickness[cell.k] / rates_.thickness[c.k];
            crossing.growth[n] = dz * (z_speed(cell, 1) - z_speed(cell, 0)) / rates_.thickness[c.k];
        }
        return crossing;
    }

    double z_speed(mesh::CellIndex c, std::size_t side) const {
        return rates_.z_speed[mesh_.cell(c) + side * mesh_.nx() * mesh_.ny()];
    }
    double divergence_x(mesh::CellIndex c) const {
        std::size_t const face = (c.k * mesh_.ny() + c.j) * (mesh_.nx() + 1) + c.i;
        return static_cast<double>(rates_.x_rate[face + 1]) - static_cast<double>(rates_.x_rate[face]);
    }
    double divergence_y(mesh::CellIndex c) const {
        std::size_t const face = (c.k * (mesh_.ny() + 1) + c.j) * mesh_.nx() + c.i;
        return static_cast<double>(rates_.y_rate[face + mesh_.nx()]) - static_cast<double>(rates_.y_rate[face]);
    }

    FlowRates const& rates_;
    mesh::CityMesh const& mesh_;
};

double largest(std::span<float const> values) {
    float most = 0;
    for (float value : values) most = std::max(most, std::abs(value));
    return most;
}

/// The longest step that this cell allows, at most `step`.
double shorten(Surroundings const& surroundings, mesh::CellIndex cell, double step) {
    if (surroundings.hold(cell, step)) return step;
    double good = 0;
    double bad = step;
    while (bad - good > 1e-6 * bad) {
        double const middle = 0.5 * (good + bad);
        (surroundings.hold(cell, middle) ? good : bad) = middle;
    }
    return good;
}

/// The step at which no face passes more than `courant` of a cell and diffusion alone spends no more than a cell.
double first_guess(FlowRates const& rates, mesh::CityMesh const& mesh, double courant) {
    double advection = std::max(largest(rates.x_rate), largest(rates.y_rate));
    for (std::size_t level = 1; level <= mesh.nz(); ++level) {
        std::size_t const layer = mesh.nx() * mesh.ny();
        double const fastest = largest({rates.z_speed.data() + level * layer, layer});
        double const thinnest = std::min(rates.thickness[level - 1], rates.thickness[std::min(level, mesh.nz() - 1)]);
        advection = std::max(advection, fastest / thinnest);
    }
    float const most_x = *std::ranges::max_element(rates.x_diffusion);  // walls are negative
    float const most_y = *std::ranges::max_element(rates.y_diffusion);
    double const diffusion = 2.0 * static_cast<double>(std::max(most_x, most_y));
    double const no_limit = std::numeric_limits<double>::infinity();
    return std::min(advection > 0 ? courant / advection : no_limit, diffusion > 0 ? 1 / diffusion : no_limit);
}

}  // namespace

double longest_stable_step(FlowRates const& rates, mesh::CityMesh const& mesh, double max_courant_number,
                           Parallel const& parallel) {
    double const guess = first_guess(rates, mesh, max_courant_number);
    if (!std::isfinite(guess)) return guess;
    Surroundings const surroundings(rates, mesh);
    std::vector<double> steps(mesh.ny() * mesh.nz(), guess);
    parallel.for_blocks(steps.size(), 1, [&](std::size_t row, std::size_t) {
        for (std::size_t i = 0; i < mesh.nx(); ++i)
            steps[row] = shorten(surroundings, {i, row % mesh.ny(), row / mesh.ny()}, steps[row]);
    });
    return *std::min_element(steps.begin(), steps.end());
}

}  // namespace hacthanh::dispersion::detail
