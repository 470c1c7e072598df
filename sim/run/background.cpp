#include "sim/run/background.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace hacthanh::run {
namespace {

constexpr double ug_per_kg = 1e9;

/// Volume of all air in the mesh [m3].
double air_volume(mesh::CityMesh const& mesh) {
    std::size_t const layer = mesh.nx() * mesh.ny();
    double volume = 0;
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double open = 0;
        for (std::size_t c = k * layer; c < (k + 1) * layer; ++c) open += mesh.free_volume_fraction(c);
        volume += open * mesh.layer_cell_volume(k);
    }
    return volume;
}

using Values = std::array<std::optional<double>, n_pollutants>;

/// Background of a species [kg/m3] from what is given of it and of those it is made of.
std::optional<double> value_of(Pollutant pollutant, Values const& values) {
    constexpr double no_in_nox = constants::molar_mass_no / constants::molar_mass_no2;
    auto const& nox = values[index(Pollutant::nox)];
    auto const& no2 = values[index(Pollutant::no2)];
    auto const& no = values[index(Pollutant::no)];
    if (pollutant == Pollutant::nox && !nox && no2) return *no2 + no.value_or(0) / no_in_nox;
    if (pollutant == Pollutant::no && !no && nox && no2) return std::max(0.0, *nox - *no2) * no_in_nox;
    return values[index(pollutant)];
}

/// With chemistry, NO2 and ozone must be known.
void require_chemistry(scenario::Scenario const& scenario, state::BackgroundSeries const& series,
                       Values const& constants) {
    if (!scenario.chemistry.on()) return;
    for (Pollutant pollutant : {Pollutant::no2, Pollutant::o3}) {
        bool const in_series = std::ranges::find(series.species, name(pollutant)) != series.species.end();
        validate(in_series || constants[index(pollutant)], series.file,
                 fmt::format("no column {0}_ug_m3, and background.{0}_ug_m3 is not given; chemistry needs it",
                             name(pollutant)),
                 "add one of the two");
    }
}

/// The rows of a series, one after the other, with gaps filled.
class SeriesReader {
public:
    SeriesReader(state::BackgroundSeries const& series, Values const& constants, double epoch_utc_s)
        : series_(series), values_(constants), epoch_utc_s_(epoch_utc_s), seen_(series.species.size(), -HUGE_VAL) {}

    /// Traffic clock of a row.
    double begin_s(std::size_t n) const { return series_.rows[n].time_utc_s - epoch_utc_s_; }

    void check_reach(double from_s, double to_s) const {
        validate(!series_.rows.empty(), series_.file, "holds no row", "add one per hour of the run");
        validate(
            begin_s(0) <= from_s && begin_s(series_.rows.size() - 1) + longest_hold_s >= to_s,
            fmt::format("{}:{}", series_.file, series_.rows.front().line),
            fmt::format("its rows begin at second {:.0f} and the last at {:.0f} of the traffic clock, the run goes "
                        "from {:.0f} to {:.0f}",
                        begin_s(0), begin_s(series_.rows.size() - 1), from_s, to_s),
            "check time.date and time.utc_offset, or get the hours of the run");
    }

    /// The values of the next row. @param used  a value missing too long is refused
    Values const& next(bool used) {
        auto const& row = series_.rows[next_++];
        for (std::size_t c = 0; c < series_.species.size(); ++c) {
            if (row.concentration[c]) {
                values_[index(find_pollutant(series_.species[c]).value())] = row.concentration[c];
                seen_[c] = row.time_utc_s;
            }
            validate(!used || row.time_utc_s - seen_[c] <= longest_hold_s, fmt::format("{}:{}", series_.file, row.line),
                     fmt::format("no {} for more than three hours", series_.species[c]),
                     "fill the gap, or leave the column out and give a constant");
        }
        auto const& nox = values_[index(Pollutant::nox)];
        auto const& no2 = values_[index(Pollutant::no2)];
        validate(!used || !nox || !no2 || *no2 <= *nox, fmt::format("{}:{}", series_.file, row.line),
                 "NO2 is more than NOx, which counts NO and NO2 as NO2", "check units and columns");
        return values_;
    }

private:
    static constexpr double longest_hold_s = 3 * constants::seconds_per_hour;  ///< our choice
    state::BackgroundSeries const& series_;
    Values values_;
    double epoch_utc_s_;
    std::vector<double> seen_;  ///< per column, time of its last value
    std::size_t next_ = 0;
};

}  // namespace

state::Background background_of(scenario::Scenario const& scenario, std::vector<Pollutant> const& species,
                                state::BackgroundSeries const* series, double epoch_utc_s) {
    auto const& given = scenario.background;
    state::Background background;
    background.kind = given.kind;
    background.source = given.source;
    background.source_vi = given.source_vi.empty() ? given.source : given.source_vi;
    Values values;
    for (std::size_t p = 0; p < n_pollutants; ++p)
        if (auto const& value = given.concentration_ug_m3[p]) values[p] = *value / ug_per_kg;
    if (series == nullptr) {
        for (Pollutant pollutant : species) background.concentration.push_back(value_of(pollutant, values));
        return background;
    }
    SeriesReader reader(*series, values, epoch_utc_s);
    double const begin_s = scenario.traffic.begin_s;
    double const end_s = scenario.traffic.end_s;
    reader.check_reach(begin_s, end_s);
    require_chemistry(scenario, *series, values);
    std::vector<double> sums(species.size(), 0.0);
    std::vector<bool> known(species.size(), true);
    for (std::size_t n = 0; n < series->rows.size(); ++n) {
        double const from = std::max(begin_s, reader.begin_s(n));
        double const to = std::min(end_s, n + 1 < series->rows.size() ? reader.begin_s(n + 1) : end_s);
        auto const row = reader.next(to > from);
        if (to <= from) continue;
        background.begin_s.push_back(from);
        auto& air = background.changing.emplace_back();
        for (std::size_t s = 0; s < species.size(); ++s) {
            auto const value = value_of(species[s], row);
            air.push_back(value.value_or(0.0));
            known[s] = known[s] && value.has_value();
            sums[s] += (to - from) * air.back();
        }
    }
    for (std::size_t s = 0; s < species.size(); ++s)
        background.concentration.push_back(known[s] ? std::optional(sums[s] / (end_s - begin_s)) : std::nullopt);
    return background;
}

void start_with(state::InflowConcentration const& air, mesh::CityMesh const& mesh,
                state::ConcentrationField& concentration, state::RunSummary& summary) {
    HACTHANH_EXPECT(air.size() == concentration.species.size() && air.size() == summary.species.size());
    double const volume = air_volume(mesh);
    for (std::size_t s = 0; s < air.size(); ++s) {
        auto const value = static_cast<float>(air[s]);  // as the cells hold it
        auto& field = concentration.species[s];
        for (std::size_t c = 0; c < mesh.n_cells(); ++c) field[c] = mesh.is_open(c) ? value : 0.0F;
        summary.species[s].budget.initial = static_cast<double>(value) * volume;
    }
}

}  // namespace hacthanh::run
