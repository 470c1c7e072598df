#pragma once

#include "io/study/study_file.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace hacthanh::app {

/// The points of a study's design in its factors' own units.
struct StudyDesign {
    std::vector<std::vector<std::string>> points;  ///< levels of all factors as text; each point once
    std::vector<std::size_t> rows;                 ///< the design row by row, as numbers of points: rows may repeat
    std::vector<double> unit;                      ///< rows in the unit cube, of morris and sobol; else empty
};

/// Points of `study.design`: Morris trajectories meet the same point of their grid now and then; it is run once.
/// Throws InputError as the designs do.
StudyDesign design_of(io::study::StudyFile const& study);

}  // namespace hacthanh::app
