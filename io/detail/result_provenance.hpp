#pragma once

#include "io/hdf5.hpp"
#include "sim/core/build_info.hpp"
#include "sim/state/provenance.hpp"

namespace hacthanh::io::detail {

/// Makes the group `provenance` with the facts of the run and of this program.
void write_provenance(hid_t root, state::Provenance const& provenance);

state::Provenance read_provenance(hid_t root);
BuildInfo read_program(hid_t root);

}  // namespace hacthanh::io::detail
