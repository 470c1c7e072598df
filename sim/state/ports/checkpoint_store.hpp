#pragma once

#include "sim/state/concentration_field.hpp"
#include "sim/state/run_summary.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::state {

/// All that a run needs to go on from the end of an output step with the same bits. Traffic is not in it: it is
/// simulated again from its start, which is exact and quick (SUMO's saved states are not exact).
struct Checkpoint {
    std::string run_key;  ///< hash of the resolved scenario and its inputs; another run is refused
    double time_s = 0;    ///< traffic clock
    RunSummary summary;   ///< the account at that time
    ConcentrationField concentration;
    std::optional<ConcentrationField> initial_air;  ///< the spin-up tracer; absent after spin-up
    std::vector<double> streets{};                  ///< what run::KerbAir and run::VehicleMixing must know
    /// When each vehicle began its trip, for traffic that goes on from here (emission::EmissionModel::trip_begins());
    /// not on disk, where traffic is simulated again.
    std::vector<double> trip_begin_s{};
    /// Turbulent fluxes that remember (`dispersion.flux_memory`), one per species, else none.
    std::vector<mesh::FaceField<float>> fluxes{};
};

/// Keeps the newest checkpoint of a run. save() is atomic: a kill leaves the old or the new one.
class CheckpointStore {
public:
    virtual ~CheckpointStore() = default;
    virtual void save(Checkpoint const& checkpoint) = 0;
    /// The newest checkpoint, or nothing. Throws InputError when it belongs to another run.
    virtual std::optional<Checkpoint> load(mesh::CityMesh const& mesh, std::string const& run_key) const = 0;
    virtual void remove() = 0;
};

}  // namespace hacthanh::state
