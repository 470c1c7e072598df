#include "sim/emission/deposit.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::emission {
namespace {

/// Taller than any road vehicle without a permit [m]: Directive 96/53/EC, Annex I 1.3, allows 4.00 m.
constexpr double tallest_vehicle_m = 4.5;
/// Height of a vehicle whose type gives none [m]: SUMO's default passenger car.
constexpr double default_vehicle_height_m = 1.5;

/// Adds the path parameters in (0, 1) at which a line from `from` to `to` crosses a multiple of one cell.
void add_cuts(double from, double to, std::vector<double>& cuts) {
    if (std::floor(from) == std::floor(to)) return;
    double const low = std::min(from, to);
    double const high = std::max(from, to);
    auto const first = static_cast<long>(std::floor(low)) + 1;
    auto const last = static_cast<long>(std::ceil(high)) - 1;
    for (long border = first; border <= last; ++border)
        cuts.push_back((static_cast<double>(border) - from) / (to - from));
}

}  // namespace

std::size_t Deposit::layers_of(mesh::CityMesh const& mesh, EmissionOptions const& options) {
    return std::min(mesh.layer_at(options.wake_height_factor * tallest_vehicle_m) + 1, mesh.nz());
}

Deposit::Deposit(mesh::CityMesh const& mesh, EmissionOptions const& options, std::vector<Pollutant> species,
                 std::vector<char> held)
    : mesh_(mesh),
      options_(options),
      species_(std::move(species)),
      held_(std::move(held)),
      n_layers_(layers_of(mesh, options)),
      open_cells_(mesh, n_layers_),
      vehicle_mass_(species_.size()),
      unbooked_(species_.size()) {}

std::vector<double> Deposit::make_shares(double vehicle_height) const {
    double const known = vehicle_height > 0 ? vehicle_height : default_vehicle_height_m;
    double const top = std::min(options_.wake_height_factor * known, mesh_.z_faces()[n_layers_]);
    std::vector<double> shares;
    double below = 0;
    for (std::size_t k = 0; k < n_layers_ && below < 1; ++k) {
        double const up_to = std::min(1.0, mesh_.z_faces()[k + 1] / top);
        shares.push_back(up_to - below);
        below = up_to;
    }
    return shares;
}

std::vector<double> const& Deposit::layer_shares(std::span<state::VehicleType const> types, VehicleTypeId type) {
    while (shares_by_type_.size() <= type.value()) {
        auto const& next = types[shares_by_type_.size()];
        shares_by_type_.push_back(make_shares(next.height_m));
        group_by_type_.push_back(state::group_of(next.vehicle_class));
    }
    return shares_by_type_[type.value()];
}

void Deposit::add_piece(state::EmissionField& field, std::size_t column, std::vector<double> const& shares,
                        double fraction, DepositAccount& account) {
    std::size_t const layer_cells = mesh_.nx() * mesh_.ny();
    for (std::size_t k = 0; k < shares.size(); ++k) {
        std::size_t const cell = k * layer_cells + column;
        std::size_t const taker = open_cells_.taker(cell);
        double* const noted = places_ != nullptr ? places_->masses(vehicle_road_, taker, vehicle_group_) : nullptr;
        for (std::size_t s = 0; s < species_.size(); ++s) {
            double const piece = vehicle_mass_[s] * fraction * shares[k];
            field.species(s)[taker] += piece;
            if (taker != cell) account.moved[s] += piece;
            if (noted != nullptr) noted[s] += piece;
        }
    }
}

void Deposit::add_along_path(PathInCells path, std::vector<double> const& shares, state::EmissionField& field,
                             DepositAccount& account) {
    cuts_.clear();
    add_cuts(path.x0, path.x0 + path.dx, cuts_);
    add_cuts(path.y0, path.y0 + path.dy, cuts_);
    std::sort(cuts_.begin(), cuts_.end());
    cuts_.push_back(1.0);
    double begin = 0;
    for (double const end : cuts_) {
        double const fraction = end - begin;
        double const middle = 0.5 * (begin + end);
        begin = end;
        if (fraction <= 0) continue;
        double const x = path.x0 + middle * path.dx;
        double const y = path.y0 + middle * path.dy;
        bool const inside =
            x >= 0 && y >= 0 && x < static_cast<double>(mesh_.nx()) && y < static_cast<double>(mesh_.ny());
        auto& booked = inside ? account.inside : account.outside;
        for (std::size_t s = 0; s < species_.size(); ++s) booked[s] += vehicle_mass_[s] * fraction;
        if (inside)
            add_piece(field, static_cast<std::size_t>(y) * mesh_.nx() + static_cast<std::size_t>(x), shares, fraction,
                      account);
    }
}

void Deposit::add(state::VehicleStates const& vehicles, std::span<state::VehicleType const> types,
                  EmittedMass const& mass, state::EmissionField& field, state::RoadSeries& roads,
                  DepositAccount& account, state::EmissionField* held_field) {
    auto const extent = mesh_.extent();
    double const per_cell = 1.0 / mesh_.cell_size();
    for (std::size_t v = 0; v < vehicles.size(); ++v) {
        for (std::size_t s = 0; s < species_.size(); ++s) vehicle_mass_[s] = mass[index(species_[s])][v];
        bool held = false;
        vehicle_road_ = EmissionPlaces::no_road;
        if (EdgeId const edge = vehicles.edge[v]) {
            roads.vehicle_seconds[edge.value()] += vehicles.step_s;
            roads.vehicle_metres[edge.value()] += vehicles.speed[v] * vehicles.step_s;
            for (std::size_t s = 0; s < species_.size(); ++s) roads.emitted[s][edge.value()] += vehicle_mass_[s];
            vehicle_road_ = edge.value();
            held = !held_.empty() && held_[edge.value()] != 0;
        }
        PathInCells const path{
            (vehicles.x_from[v] - extent.x_min) * per_cell, (vehicles.y_from[v] - extent.y_min) * per_cell,
            (vehicles.x[v] - vehicles.x_from[v]) * per_cell, (vehicles.y[v] - vehicles.y_from[v]) * per_cell};
        auto const& shares = layer_shares(types, vehicles.type[v]);
        vehicle_group_ = group_by_type_[vehicles.type[v].value()];
        if (!held) {
            add_along_path(path, shares, field, account);
            continue;
        }
        for (std::size_t s = 0; s < species_.size(); ++s) {
            account.inside[s] += vehicle_mass_[s];
            account.held[s] += vehicle_mass_[s];
        }
        if (held_field != nullptr) add_along_path(path, shares, *held_field, unbooked_);
    }
}

}  // namespace hacthanh::emission
