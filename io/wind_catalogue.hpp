#pragma once

#include "sim/city/building.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/ports/wind_catalogue.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace hacthanh::io {

namespace detail {
class MakingClaim;
}

/// Hash of all that a solved wind depends on: mesh, openness, buildings, wind model, inflow and program.
std::string wind_key(mesh::CityMesh const& mesh, std::span<city::Building const> buildings,
                     std::string const& wind_model, state::InflowProfile const& inflow);

/// Keeps solved winds in a folder: one HDF5 file per wind, in a folder per geometry (docs/formats/wind_catalogue.md).
///
/// The geometry's name is a hash of mesh, openness, buildings, wind model and program; a file's name holds the class
/// and a hash of its inflow, so that another geometry or setting has other files and leaves these alone. Files are
/// written beside and renamed: several processes may use one folder, and a wind that several want is solved by one (a
/// claim, io/claim.hpp) while the others wait for it. Each carries a checksum; one that does not match,
/// or cannot be read, counts as absent with a warning and is written again. When the folder grows beyond its limit, the
/// files that were not used for the longest time are removed. Failing to write is a warning, not an error.
class WindCatalogueFolder : public state::WindCatalogue {
public:
    /// @param folder       made if it is not there
    /// @param buildings    those that the solver is made with
    /// @param wind_model   text that tells one solver and its settings from another
    /// @param limit_bytes  of all geometries together
    /// @param by_class     false: winds are kept as they are
    /// Throws InputError when the folder cannot be made.
    WindCatalogueFolder(std::filesystem::path folder, mesh::CityMesh const& mesh,
                        std::span<city::Building const> buildings, std::string const& wind_model,
                        std::uintmax_t limit_bytes, bool by_class = true);

    ~WindCatalogueFolder() override;

    std::optional<state::Flow> load(std::string const& name, state::InflowProfile const& inflow,
                                    mesh::CityMesh const& mesh) override;
    void save(std::string const& name, state::InflowProfile const& inflow, state::Flow const& flow) override;

    bool by_class() const override { return by_class_; }

    /// Where the wind of this inflow is kept.
    std::filesystem::path file_of(std::string const& name, state::InflowProfile const& inflow) const;

private:
    /// The wind of a file, if it is there and good.
    static std::optional<state::Flow> read(std::filesystem::path const& file, mesh::CityMesh const& mesh);
    void keep_within_limit(std::filesystem::path const& newest) const;

    std::filesystem::path folder_;
    std::string geometry_;  ///< hash
    std::uintmax_t limit_bytes_;
    bool by_class_;
    std::unique_ptr<detail::MakingClaim> claim_;  ///< of the wind that is being solved
};

}  // namespace hacthanh::io
