#pragma once

#include "io/impact/places.hpp"
#include "io/result_reader.hpp"
#include "sim/answers/adjoint_rows.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <string>
#include <vector>

namespace hacthanh::app {

/// Whose air is asked for: exactly one of the three.
struct PlaceRequest {
    std::vector<double> at;  ///< network coordinates, x and y
    std::string ward;        ///< a name in files.wards
    bool schools = false;
    io::PlaceFiles files;  ///< people and wards
};

/// A place as cells of the mesh, weighted.
struct ApportionPlace {
    std::string name;
    std::string name_vi;
    std::string kind;  ///< "point", "school", "ward"
    city::Point middle;
    double height_m = 1.5;
    double people = 0;                   ///< of a ward with known people
    answers::CellShares air;             ///< shares sum to 1
    std::vector<city::Point> people_at;  ///< where distances are measured from: the nearest of these
};

/// The places that were asked for: the point; the receptors of kind "school", else the city folder's schools; the ward,
/// its cells weighted with the people who live there (evenly, with a warning, when nobody is known).
/// Throws InputError when there are none or they lie outside the mesh.
std::vector<ApportionPlace> apportion_places(PlaceRequest const& asked, io::ResultReader const& result,
                                             mesh::CityMesh const& mesh);

}  // namespace hacthanh::app
