#pragma once

#include "io/detail/field_packer.hpp"
#include "io/hdf5.hpp"
#include "io/result_writer.hpp"

namespace hacthanh::io::detail {

/// Shape of the stored concentration fields.
struct StoredFields {
    BoxShape shape;
    BoxShape chunk;
};

/// Which layers are stored.
StoredFields stored_fields(mesh::CityMesh const& mesh, ResultWriterOptions const& options);

/// Makes every object of a result file: axes, coordinates, empty series, roads and provenance
/// (docs/formats/results.md). Nothing is created later, as only growing is safe against a kill.
void define_results(hdf5::File& file, state::RunHeader const& header, ResultWriterOptions const& options);

}  // namespace hacthanh::io::detail
