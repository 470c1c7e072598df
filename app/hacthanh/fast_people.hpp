#pragma once

#include "io/impact/places.hpp"
#include "sim/core/language.hpp"
#include "sim/state/transfer_table.hpp"

#include <vector>

namespace hacthanh::app {

/// Who breathes at the receptors of a table.
struct PeopleWeights {
    std::vector<double> share;  ///< of each receptor; adds up to 1
    bool has_population = false;
    Text missing;       ///< why there is none: then every open cell counts the same
    double people = 0;  ///< who live on the mesh; 0 = not known

    /// Mean over the people. @param air  of every receptor
    double mean(std::vector<float> const& air) const;
};

/// Where the people of a result's city live (io::read_places), among the receptors.
/// Throws InputError as the readers do, and when nobody lives at a receptor.
/// @param base  a result of the table's mesh
PeopleWeights people_weights(io::ResultReader const& base, io::PlaceFiles const& files,
                             state::TransferTable const& table);

}  // namespace hacthanh::app
