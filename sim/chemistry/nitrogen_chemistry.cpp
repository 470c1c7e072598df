#include "sim/chemistry/nitrogen_chemistry.hpp"

#include "sim/chemistry/detail/kernel_choice.hpp"
#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"

#include <algorithm>
#include <vector>

namespace hacthanh::chemistry {
namespace {

constexpr std::size_t block_cells = 16384;

}  // namespace

ChemistryReport NitrogenChemistry::advance(mesh::CellField<float>& no, mesh::CellField<float>& no2,
                                           mesh::CellField<float>& o3, Rates const& rates, double duration) const {
    HACTHANH_EXPECT(rates.oxidation > 0 && duration >= 0);
    std::size_t const layer_cells = mesh_->nx() * mesh_->ny();
    std::size_t const blocks_per_layer = (layer_cells + block_cells - 1) / block_cells;
    std::size_t const n_blocks = blocks_per_layer * mesh_->nz();
    auto const& kernels = detail::best_kernels();
    auto const& openness = mesh_->openness().cell;
    std::vector<ChemistryReport> reports(n_blocks);
    parallel_->for_blocks(n_blocks, 1, [&](std::size_t index, std::size_t) {
        std::size_t const layer = index / blocks_per_layer;
        std::size_t const in_layer = index % blocks_per_layer * block_cells;
        std::size_t const begin = layer * layer_cells + in_layer;
        detail::Reaction reaction;
        reaction.n = std::min(block_cells, layer_cells - in_layer);
        reaction.no = no.data() + begin;
        reaction.no2 = no2.data() + begin;
        reaction.o3 = o3.data() + begin;
        reaction.openness = openness.empty() ? nullptr : openness.data() + begin;
        reaction.molar_mass[0] = constants::molar_mass_no;
        reaction.molar_mass[1] = constants::molar_mass_no2;
        reaction.molar_mass[2] = constants::molar_mass_o3;
        reaction.oxidation_time = rates.oxidation * duration;
        reaction.phi = rates.photolysis / rates.oxidation;
        kernels.react(reaction);
        double const volume = mesh_->layer_cell_volume(layer);
        reports[index] = {reaction.gained[0] * volume, reaction.gained[1] * volume, reaction.gained[2] * volume};
    });
    ChemistryReport total;
    for (auto const& report : reports) {
        total.no += report.no;
        total.no2 += report.no2;
        total.o3 += report.o3;
    }
    return total;
}

}  // namespace hacthanh::chemistry
