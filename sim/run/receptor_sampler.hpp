#pragma once

#include "sim/core/error.hpp"
#include "sim/emission/open_cells.hpp"
#include "sim/run/written_species.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/receptor.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace hacthanh::run {

/// Reads the air at the receptors: the concentration of the cell that holds the point, or of the nearest cell of its
/// layer with enough air when a building fills that one (emission::OpenCells).
class ReceptorSampler {
public:
    /// Throws InputError when a receptor lies outside the mesh.
    ReceptorSampler(mesh::CityMesh const& mesh, std::vector<state::Receptor> const& receptors) {
        emission::OpenCells open_cells(mesh, mesh.nz());
        auto const extent = mesh.extent();
        for (auto const& receptor : receptors) {
            std::size_t const k = mesh.layer_at(receptor.height);
            bool const inside = receptor.x >= extent.x_min && receptor.x < extent.x_max && receptor.y >= extent.y_min &&
                                receptor.y < extent.y_max && k < mesh.nz();
            validate(inside, "output.receptors", "\"" + receptor.name + "\" lies outside the mesh",
                     "widen mesh.extent or take the point out");
            auto const column = [&](double at, double from) {
                return static_cast<std::size_t>(std::floor((at - from) / mesh.cell_size()));
            };
            cells_.push_back(
                open_cells.taker(mesh.cell({column(receptor.x, extent.x_min), column(receptor.y, extent.y_min), k})));
        }
    }

    /// Adds the written species of the air of now, at the end of a coupling interval.
    void add(double end_s, state::ConcentrationField const& air, WrittenSpecies const& written,
             state::ReceptorSeries& series) const {
        if (cells_.empty()) return;
        series.end_s.push_back(end_s);
        for (std::size_t w = 0; w < written.size(); ++w)
            for (std::size_t const cell : cells_) {
                double sum = 0;
                for (auto const& part : written.parts(w))
                    sum += part.factor * static_cast<double>(air.species[part.carried][cell]);
                series.concentration.push_back(static_cast<float>(sum));
            }
    }

    /// For a model that tells the air of several coupling intervals at once: they are added when it is known.
    void await(double end_s) { awaited_.push_back(end_s); }
    void add_awaited(state::ConcentrationField const& air, WrittenSpecies const& written,
                     state::ReceptorSeries& series) {
        for (double const end_s : awaited_) add(end_s, air, written, series);
        awaited_.clear();
    }

private:
    std::vector<double> awaited_;
    std::vector<std::size_t> cells_;
};

}  // namespace hacthanh::run
