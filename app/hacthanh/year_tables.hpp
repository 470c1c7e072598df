#pragma once

#include "app/hacthanh/year_arguments.hpp"
#include "sim/answers/table_winds.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/state/transfer_table.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::app {

/// Tables of one geometry for winds of several directions and speeds.
struct YearTables {
    std::vector<answers::TransferRows> rows;
    std::vector<answers::TableWind> winds;    ///< of each
    state::TransferTable places;              ///< of the first: receptors, sources and their emission
    std::vector<answers::TransferRows> aged;  ///< where every table has the age of the air, else empty
    std::vector<std::vector<double>> inflow;  ///< [table][receptor] time since the air came in [s]; with `aged`
};

/// All tables of wind directions in a folder of `hacthanh transfer`. Throws InputError when there are none, or when
/// they have other places or roads than one another.
YearTables read_year_tables(std::filesystem::path const& folder);

/// A species of the tables' run, as it is asked for.
struct YearSpecies {
    std::string name;
    bool formed = false;          ///< in the air: NO, NO2 and O3 react, and are no product
    std::vector<float> emission;  ///< of each source [kg/s]; nothing where it is formed
};

/// The species that are asked for. Throws InputError for one that the tables do not have or cannot form.
std::vector<YearSpecies> year_species(YearArguments const& arguments, YearTables const& tables);

}  // namespace hacthanh::app
