#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/inflow_profile.hpp"

#include <optional>
#include <string>

namespace hacthanh::state {

/// Keeps solved winds of one geometry and one wind model, for all runs that share them.
///
/// An entry belongs to one inflow, every number of it. Safe with several processes at once: a reader sees a whole entry
/// or none. Implementations never fail a run: an entry that cannot be read or written is a warning.
///
/// Of several that want one wind at a time, one solves it: `load` waits while another does. When it gives nothing the
/// wind is the caller's to solve and save; who does neither lets others wait until its next `load` or its end.
class WindCatalogue {
public:
    virtual ~WindCatalogue() = default;
    /// The wind of this inflow, or nothing. @param name  short name of the inflow's class, for people
    virtual std::optional<Flow> load(std::string const& name, InflowProfile const& inflow,
                                     mesh::CityMesh const& mesh) = 0;
    virtual void save(std::string const& name, InflowProfile const& inflow, Flow const& flow) = 0;
    /// Whether runs put their winds together from those of the classes around them. Otherwise every wind is kept as it
    /// is, and a run has the bits that it has without a catalogue.
    virtual bool by_class() const { return true; }
};

}  // namespace hacthanh::state
