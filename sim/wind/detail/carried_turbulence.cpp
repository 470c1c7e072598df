#include "sim/wind/detail/carried_turbulence.hpp"

#include "sim/core/log.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace hacthanh::wind::detail {
namespace {

constexpr double stress_over_energy = 0.55 * 0.55;  ///< c^2 = u*^2 / k of the neutral surface layer [1]; QES-Turb
constexpr double enough = 0.02;  ///< greatest change of e in a sweep along the wind [1]: half of it in a fluctuation
constexpr int most_sweeps = 60;  ///< our choice; towns take some 20
/// Of a change that neighbours which wait are taken to follow, < 1 (over-relaxation by less than 2). Our choice: 0
/// takes twice as many sweeps among the cubes of the wind tunnel, 1 does not end.
constexpr double foreseen_share = 0.95;
constexpr double most_step = 4;  ///< factor on e in one sweep; our choice
constexpr std::size_t columns_per_block = 16;

/// One row of a column's equations: diagonal e = right + below e_below + above e_above.
struct Row {
    double diagonal = 1;
    double right = 0;
    double below = 0;
    double above = 0;
};

/// e of all cells while it is being solved for.
class Sweeps {
public:
    Sweeps(state::WindField const& wind, TurbulenceSources const& sources, std::span<double const> inflow)
        : wind_(wind),
          mesh_(wind.mesh()),
          sources_(sources),
          inflow_(inflow),
          layer_(mesh_.nx() * mesh_.ny()),
          energy_(mesh_.n_cells()),
          viscosity_(mesh_.n_cells()) {
        for (std::size_t cell = 0; cell < energy_.size(); ++cell)
            if (mesh_.is_open(cell)) set(cell, inflow[cell / layer_]);
    }

    /// Solves every column once, in the order of the map from one corner; the greatest relative change of e.
    double run(bool to_east, bool to_north, Parallel const& parallel) {
        std::size_t const n_blocks = (mesh_.nx() + columns_per_block - 1) / columns_per_block;
        std::vector<double> change(n_blocks, 0.0);
        for (std::size_t front = 0; front + 1 < n_blocks + mesh_.ny(); ++front) {
            std::size_t const first = front < mesh_.ny() ? 0 : front - mesh_.ny() + 1;
            parallel.for_blocks(std::min(front + 1, n_blocks) - first, 1, [&](std::size_t n, std::size_t) {
                std::size_t const block = first + n;
                std::size_t const row = front - block;
                change[block] = std::max(change[block],
                                         solve_block(block, to_north ? row : mesh_.ny() - 1 - row, to_east, to_north));
            });
        }
        return std::ranges::max(change);
    }

    std::vector<float> const& energy() const { return energy_; }

private:
    void set(std::size_t cell, double energy) {
        energy_[cell] = static_cast<float>(energy);
        viscosity_[cell] = sources_.length[cell] * static_cast<float>(std::sqrt(energy));
    }

    double solve_block(std::size_t block, std::size_t j, bool to_east, bool to_north) {
        std::vector<Row> rows(mesh_.nz());
        std::size_t const first = block * columns_per_block;
        double change = 0;
        for (std::size_t n = first; n < std::min(first + columns_per_block, mesh_.nx()); ++n)
            change = std::max(change, solve_column(to_east ? n : mesh_.nx() - 1 - n, j, to_east, to_north, rows));
        return change;
    }

    /// Coefficient of a neighbour: what flows in from it and what eddies exchange. @param inward  flow [m3/s]
    /// @param area_over_distance  of the face's open part and the cells' middles [m]
    double link(double inward, double area_over_distance, std::size_t cell, std::size_t other) const {
        return std::max(inward, 0.0) +
               0.5 * area_over_distance *
                   (static_cast<double>(viscosity_[cell]) + static_cast<double>(viscosity_[other]));
    }

    /// Adds a neighbour in the same layer or, at the border of the mesh, the undisturbed air.
    /// @param waits  the neighbour's turn in this sweep comes later
    void add_side(Row& row, double inward, double open, std::size_t cell, std::size_t other, bool inside,
                  bool waits) const {
        double const coefficient = inside ? link(inward, open / mesh_.cell_size(), cell, other) : std::max(inward, 0.0);
        row.diagonal += coefficient;
        row.right += coefficient * (inside ? static_cast<double>(energy_[other]) : inflow_[cell / layer_]);
        if (!inside || !waits) return;
        double const foreseen = foreseen_share * (coefficient - std::max(inward, 0.0));
        row.diagonal -= foreseen;
        row.right -= foreseen * static_cast<double>(energy_[cell]);
    }

    Row row_of(std::size_t i, std::size_t j, std::size_t k, bool to_east, bool to_north) const {
        std::size_t const cell = mesh_.cell({i, j, k});
        double const thick = mesh_.layer_thickness(k);
        double const side = mesh_.cell_size() * thick;
        double const plan = mesh_.cell_size() * mesh_.cell_size();
        Row row{0, 0, 0, 0};
        std::size_t const west = wind_.x_face(i, j, k);
        std::size_t const south = wind_.y_face(i, j, k);
        std::size_t const north = south + mesh_.nx();
        auto const x = wind_.x();
        auto const y = wind_.y();
        auto const z = wind_.z();
        double const west_open = side * mesh_.x_aperture(west);
        double const east_open = side * mesh_.x_aperture(west + 1);
        double const south_open = side * mesh_.y_aperture(south);
        double const north_open = side * mesh_.y_aperture(north);
        add_side(row, x[west] * west_open, west_open, cell, cell - 1, i > 0, !to_east);
        add_side(row, -x[west + 1] * east_open, east_open, cell, cell + 1, i + 1 < mesh_.nx(), to_east);
        add_side(row, y[south] * south_open, south_open, cell, cell - mesh_.nx(), j > 0, !to_north);
        add_side(row, -y[north] * north_open, north_open, cell, cell + mesh_.nx(), j + 1 < mesh_.ny(), to_north);
        if (k > 0) {
            double const open = plan * mesh_.z_aperture(cell);
            row.below = link(z[cell] * open, 2 * open / (thick + mesh_.layer_thickness(k - 1)), cell, cell - layer_);
        }
        double const open = plan * mesh_.z_aperture(cell + layer_);
        if (k + 1 < mesh_.nz())
            row.above =
                link(-z[cell + layer_] * open, 2 * open / (thick + mesh_.layer_thickness(k + 1)), cell, cell + layer_);
        else
            add_side(row, -z[cell + layer_] * open, open, cell, cell, false, false);
        row.diagonal += row.below + row.above;
        // Newton's tangent of what is made and lost, but where e grows fast: there it would not stay positive.
        double const energy = energy_[cell];
        double const length = sources_.length[cell];
        double const shear = sources_.shear[cell];
        double const part =
            stress_over_energy * std::sqrt(energy) * plan * thick * mesh_.free_volume_fraction(cell) / length;
        double const made = part * length * length * shear * shear;
        double const lost = part * energy;
        double const tangent = std::max(1.5 * lost - 0.5 * made, 0.5 * lost);
        row.diagonal += tangent / energy;
        row.right += made - lost + tangent;
        return row;
    }

    double solve_column(std::size_t i, std::size_t j, bool to_east, bool to_north, std::vector<Row>& rows) {
        std::size_t const ground = mesh_.cell({i, j, 0});
        for (std::size_t k = 0; k < mesh_.nz(); ++k) {
            if (!mesh_.is_open(ground + k * layer_)) {
                rows[k] = {};
                continue;
            }
            rows[k] = row_of(i, j, k, to_east, to_north);
            if (k == 0) continue;
            double const part = rows[k].below / rows[k - 1].diagonal;
            rows[k].diagonal -= part * rows[k - 1].above;
            rows[k].right += part * rows[k - 1].right;
        }
        double change = 0;
        double over = 0;
        for (std::size_t k = mesh_.nz(); k-- > 0;) {
            std::size_t const cell = ground + k * layer_;
            over = (rows[k].right + rows[k].above * over) / rows[k].diagonal;
            if (!mesh_.is_open(cell)) continue;
            double const before = energy_[cell];
            double const after = std::clamp(over, before / most_step, before * most_step);
            change = std::max(change, std::abs(after / before - 1));
            set(cell, after);
        }
        return change;
    }

    state::WindField const& wind_;
    mesh::CityMesh const& mesh_;
    TurbulenceSources const& sources_;
    std::span<double const> inflow_;
    std::size_t layer_;
    std::vector<float> energy_;
    std::vector<float> viscosity_;
};

}  // namespace

mesh::CellField<float> carried_turbulence(state::WindField const& wind, TurbulenceSources const& sources,
                                          std::span<double const> inflow, Parallel const& parallel) {
    auto const& mesh = wind.mesh();
    bool const east = std::reduce(wind.x().begin(), wind.x().end()) >= 0;
    bool const north = std::reduce(wind.y().begin(), wind.y().end()) >= 0;
    Sweeps sweeps(wind, sources, inflow);
    double change = 1;  // of the last sweep along the wind
    for (int n = 0; n < most_sweeps && change >= enough; ++n) {
        bool const along = n % 2 == 0;
        bool const mirrored = n % 4 >= 2;
        double const found = sweeps.run(east == along, north == (along != mirrored), parallel);
        if (along) change = found;
    }
    if (change >= enough)
        log::warning(
            "turbulence between buildings still changes by {:.0f} % somewhere after {} sweeps; it is used as it is",
            100 * change, most_sweeps);
    mesh::CellField<float> fluctuation(mesh, "local_friction_velocity", "m s-1");
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell) fluctuation[cell] = std::sqrt(sweeps.energy()[cell]);
    return fluctuation;
}

}  // namespace hacthanh::wind::detail
