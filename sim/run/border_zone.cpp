#include "sim/run/border_zone.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::run {
namespace {

double fastest(std::span<double const> speeds) {
    double most = 0;
    for (double speed : speeds) most = std::max(most, std::abs(speed));
    return most;
}

/// Volume of air in a cell as the transport counts it [m3].
double air_volume(mesh::CityMesh const& mesh, std::size_t cell) {
    auto const share = static_cast<double>(static_cast<float>(mesh.free_volume_fraction(cell)));
    return share * mesh.layer_cell_volume(cell / (mesh.nx() * mesh.ny()));
}

}  // namespace

BorderZone::BorderZone(mesh::CityMesh const& mesh, state::OuterAir const& outer, double interval_s)
    : mesh_(&mesh), outer_(&outer), interval_s_(interval_s) {}

void BorderZone::fit(state::WindField const& wind) {
    double const speed = std::max(fastest(wind.x()), fastest(wind.y()));
    auto const width = static_cast<std::size_t>(std::ceil(speed * interval_s_ / mesh_->cell_size())) + 1;
    std::size_t const shorter = std::min(mesh_->nx(), mesh_->ny());
    validate(4 * width <= shorter, "nest.parent",
             fmt::format("the rim that takes the parent's air is {} cells wide on each side ({:.2g} m/s for {:g} s), "
                         "the domain {} cells",
                         width, speed, interval_s_, shorter),
             "choose a larger mesh.extent or a smaller run.coupling_interval_s");
    if (width == width_) return;
    width_ = width;
    cells_.clear();
    for (std::size_t k = 0; k < mesh_->nz(); ++k)
        for (std::size_t j = 0; j < mesh_->ny(); ++j)
            for (std::size_t i = 0; i < mesh_->nx(); ++i) {
                bool const rim = i < width || j < width || i + width >= mesh_->nx() || j + width >= mesh_->ny();
                std::size_t const cell = mesh_->cell({i, j, k});
                if ((rim || k + 1 == mesh_->nz()) && mesh_->is_open(cell)) cells_.push_back(cell);
            }
    loaded_[0] = loaded_[1] = none;
}

BorderZone::Moment BorderZone::moment(double time_s) const {
    auto const& times = outer_->times_s();
    auto const above = std::upper_bound(times.begin(), times.end(), time_s);
    if (above == times.begin()) return {0, 0, 0};
    auto const after = static_cast<std::size_t>(above - times.begin());
    if (after == times.size()) return {after - 1, after - 1, 0};
    return {after - 1, after, (time_s - times[after - 1]) / (times[after] - times[after - 1])};
}

void BorderZone::load(Moment const& moment) {
    if (loaded_[1] == moment.before && loaded_[0] != moment.before) {
        std::swap(loaded_[0], loaded_[1]);
        std::swap(values_[0], values_[1]);
    }
    std::size_t const wanted[2] = {moment.before, moment.after};
    for (int n = 0; n < 2; ++n) {
        bool const same_as_first = n == 1 && moment.before == moment.after;
        if (loaded_[n] == wanted[n] || same_as_first) continue;
        values_[n] = outer_->sample(wanted[n], cells_);
        loaded_[n] = wanted[n];
    }
}

void BorderZone::start(double time_s, state::ConcentrationField& concentration, state::RunSummary& summary) {
    std::vector<std::size_t> open;
    for (std::size_t cell = 0; cell < mesh_->n_cells(); ++cell)
        if (mesh_->is_open(cell)) open.push_back(cell);
    Moment const now = moment(time_s);
    auto const values = outer_->sample(now.weight < 0.5 ? now.before : now.after, open);
    for (std::size_t s = 0; s < concentration.species.size(); ++s) {
        auto& field = concentration.species[s];
        double mass = 0;
        for (std::size_t n = 0; n < open.size(); ++n) {
            field[open[n]] = values[s][n];
            mass += static_cast<double>(values[s][n]) * air_volume(*mesh_, open[n]);
        }
        summary.species[s].budget.initial = mass;
        summary.species[s].budget.in_domain = mass;
    }
}

void BorderZone::set(double time_s, state::ConcentrationField& concentration, state::RunSummary& summary) {
    Moment const now = moment(time_s);
    load(now);
    auto const weight = static_cast<float>(now.weight);
    for (std::size_t s = 0; s < concentration.species.size(); ++s) {
        auto& field = concentration.species[s];
        auto& budget = summary.species[s].budget;
        for (std::size_t n = 0; n < cells_.size(); ++n) {
            float const first = values_[0][s][n];
            float const value = weight > 0 ? first + weight * (values_[1][s][n] - first) : first;
            double const gained =
                (static_cast<double>(value) - static_cast<double>(field[cells_[n]])) * air_volume(*mesh_, cells_[n]);
            (gained > 0 ? budget.inflow : budget.outflow) += std::abs(gained);
            budget.in_domain += gained;
            field[cells_[n]] = value;
        }
    }
}

}  // namespace hacthanh::run
