#include "sim/run/other_sources.hpp"

#include "sim/core/constants.hpp"
#include "sim/emission/open_cells.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace hacthanh::run {
namespace {

/// Share of the height from bottom to top in every layer; sums to 1, the lid takes what is above.
std::vector<double> layer_shares(mesh::CityMesh const& mesh, double bottom, double top) {
    std::vector<double> shares;
    double below = 0;
    for (std::size_t k = 0; k < mesh.nz() && below < 1; ++k) {
        bool const last = k + 1 == mesh.nz();
        double const up_to = last ? 1 : std::clamp((mesh.z_faces()[k + 1] - bottom) / (top - bottom), 0.0, 1.0);
        shares.push_back(up_to - below);
        below = up_to;
    }
    return shares;
}

}  // namespace

OtherSources::OtherSources(std::vector<state::OtherSource> sources, double local_epoch_s, mesh::CityMesh const& mesh,
                           std::vector<Pollutant> carried)
    : sources_(std::move(sources)), local_epoch_s_(local_epoch_s), carried_(std::move(carried)) {
    if (sources_.empty()) return;
    emission::OpenCells open_cells(mesh, mesh.nz());
    std::size_t const layer = mesh.nx() * mesh.ny();
    for (auto const& source : sources_) {
        auto const shares = layer_shares(mesh, source.bottom_m, source.top_m);
        auto& cells = cells_.emplace_back();
        for (auto const& [column, part] : source.columns)
            for (std::size_t k = 0; k < shares.size(); ++k) {
                if (shares[k] <= 0) continue;
                std::size_t const cell = open_cells.taker(k * layer + column);
                cells.emplace_back(cell, part * shares[k]);
                n_layers_ = std::max(n_layers_, cell / layer + 1);
            }
    }
}

double OtherSources::factor(state::OtherSource const& source, double time_s) const {
    using namespace std::chrono;
    sys_seconds const now{seconds(static_cast<long long>(std::floor(local_epoch_s_ + time_s)))};
    auto const day = floor<days>(now);
    year_month_day const date(day);
    auto const hour = duration_cast<hours>(now - day).count();
    return source.month[static_cast<unsigned>(date.month()) - 1] * source.weekday[weekday(day).iso_encoding() - 1] *
           source.hour[static_cast<std::size_t>(hour)];
}

double OtherSources::rate(state::OtherSource const& source, Pollutant pollutant) const {
    double const nox = source.rate_kg_s[index(Pollutant::nox)];
    if (pollutant == Pollutant::no2) return source.no2_share * nox;
    if (pollutant == Pollutant::no)
        return (1 - source.no2_share) * nox * constants::molar_mass_no / constants::molar_mass_no2;
    return source.rate_kg_s[index(pollutant)];
}

std::vector<std::vector<double>> OtherSources::masses(double begin_s, double duration_s) const {
    std::vector<std::vector<double>> given;
    for (auto const& source : sources_) {
        double const now = factor(source, begin_s + 0.5 * duration_s) * duration_s;
        auto& of_source = given.emplace_back();
        for (Pollutant const pollutant : carried_) of_source.push_back(rate(source, pollutant) * now);
    }
    return given;
}

std::vector<double> OtherSources::add(double begin_s, double duration_s, state::EmissionField& emission,
                                      state::RunSummary& summary) const {
    std::vector<double> added(carried_.size(), 0.0);
    if (summary.sources.size() != sources_.size()) {
        summary.sources.clear();
        for (auto const& source : sources_) summary.sources.push_back({source.name, source.name_vi, source.sector, {}});
    }
    for (std::size_t n = 0; n < sources_.size(); ++n) {
        auto const& source = sources_[n];
        double const now = factor(source, begin_s + 0.5 * duration_s) * duration_s;
        double inside = 0;
        for (auto const& [cell, share] : cells_[n]) inside += share;
        for (std::size_t p = 0; p < n_pollutants; ++p)
            summary.sources[n].emitted_kg[p] += source.rate_kg_s[p] * now * inside;
        for (std::size_t s = 0; s < carried_.size(); ++s) {
            double const mass = rate(source, carried_[s]) * now;
            if (!(mass > 0)) continue;
            auto const field = emission.species(s);
            for (auto const& [cell, share] : cells_[n]) field[cell] += mass * share;
            added[s] += mass * inside;
            summary.species[s].other_sources_kg += mass * inside;
        }
    }
    return added;
}

}  // namespace hacthanh::run
