#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/emission/emission_model.hpp"
#include "sim/emission/emission_places.hpp"
#include "sim/emission/open_cells.hpp"
#include "sim/emission/options.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/emission_field.hpp"
#include "sim/state/road_series.hpp"
#include "sim/state/vehicle_states.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace hacthanh::emission {

/// Mass by species that one or more deposits moved [kg].
struct DepositAccount {
    explicit DepositAccount(std::size_t n_species)
        : inside(n_species, 0.0), outside(n_species, 0.0), moved(n_species, 0.0), held(n_species, 0.0) {}
    std::vector<double> inside;   ///< emitted by vehicles while inside the mesh
    std::vector<double> outside;  ///< emitted by vehicles while outside the mesh: not carried
    std::vector<double> moved;    ///< of `inside`, what fell into buildings and was put into the nearest open cell
    std::vector<double> held;     ///< of `inside`, what was kept out of the cells: emitted on roads that hold their air
};

/// Puts what vehicles emit into the cells of the mesh.
///
/// The mass of a step is spread evenly along the straight path that the vehicle drove within the step, cut at the
/// cell borders, and evenly over height from the ground to the top of its wake (wake_height_factor x vehicle
/// height). What would fall into a building goes to the nearest cell with air (OpenCells). Mass put into cells equals
/// mass emitted inside the mesh to round-off. What is emitted on the part of a path outside the mesh is counted, not
/// carried. Cost O(vehicles x cells crossed). The same order of vehicles gives the same bits. One thread per object.
class Deposit {
public:
    /// @param species  the pollutants that are carried, in the order of the fields
    /// @param held     by road: not 0 = what is emitted there goes into no cell; empty = none is held
    Deposit(mesh::CityMesh const& mesh, EmissionOptions const& options, std::vector<Pollutant> species,
            std::vector<char> held = {});

    /// Layers that take what vehicles emit: up to the top of the wake of a vehicle of 4.5 m height.
    static std::size_t layers_of(mesh::CityMesh const& mesh, EmissionOptions const& options);

    /// Adds one step to `field`, `roads` (roads with an unset edge are left out) and `account`.
    /// @param held_field  takes what is emitted on held roads, with their queues where they are; as `field`, unused
    /// when
    ///                    no road is held
    void add(state::VehicleStates const& vehicles, std::span<state::VehicleType const> types, EmittedMass const& mass,
             state::EmissionField& field, state::RoadSeries& roads, DepositAccount& account,
             state::EmissionField* held_field = nullptr);

    /// From now on also notes in `places` which road's and group's emission went into which cell; null = not. It must
    /// outlive its use. What is held has no place.
    void note_places(EmissionPlaces* places) { places_ = places; }

    /// Layers that a field must have.
    std::size_t n_layers() const { return n_layers_; }

private:
    /// A straight path in units of cells, with the mesh's corner as origin.
    struct PathInCells {
        double x0, y0, dx, dy;
    };

    /// Share of a vehicle's mass that goes into each layer; sums to 1. Meets the types up to this one.
    std::vector<double> const& layer_shares(std::span<state::VehicleType const> types, VehicleTypeId type);
    std::vector<double> make_shares(double vehicle_height) const;
    void add_along_path(PathInCells path, std::vector<double> const& shares, state::EmissionField& field,
                        DepositAccount& account);
    void add_piece(state::EmissionField& field, std::size_t column, std::vector<double> const& shares, double fraction,
                   DepositAccount& account);

    mesh::CityMesh const& mesh_;
    EmissionOptions options_;
    std::vector<Pollutant> species_;
    std::vector<char> held_;
    std::size_t n_layers_ = 0;
    OpenCells open_cells_;
    std::vector<std::vector<double>> shares_by_type_;
    std::vector<state::VehicleGroup> group_by_type_;
    std::vector<double> vehicle_mass_;  ///< of the vehicle at hand, by species
    std::uint32_t vehicle_road_ = EmissionPlaces::no_road;
    state::VehicleGroup vehicle_group_ = state::VehicleGroup::other;
    EmissionPlaces* places_ = nullptr;
    DepositAccount unbooked_;   ///< of what is held: the roads' own account counts it
    std::vector<double> cuts_;  ///< path parameters of cell borders, scratch
};

}  // namespace hacthanh::emission
