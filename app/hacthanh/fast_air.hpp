#pragma once

#include "app/hacthanh/session.hpp"
#include "app/hacthanh/transfer_build.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/core/parallel.hpp"
#include "sim/run/emission_by_road.hpp"
#include "sim/state/transfer_table.hpp"

#include <string>
#include <vector>

namespace hacthanh::app {

/// Rates at the sources of a table [kg/s], and what could not be placed.
struct SourceRates {
    std::vector<double> rates;
    double unknown_share = 0;  ///< of the emission, on roads that gave off nothing when the table was made
};

/// The traffic's air without a run: emission carried by the transfer functions of one wind.
/// Const members may be called by several threads.
class FastAir {
public:
    /// Throws InputError when the table's rows do not belong together.
    FastAir(state::TransferTable const& table, Parallel const& parallel)
        : table_(table), rows_(table.rows), parallel_(parallel) {}

    /// Refuses a scenario whose air is not that of the table: another geometry, wind, removal, mixing or program.
    /// @param name  of its file
    void require_air_of(Session const& session, std::string const& name) const;

    SourceRates rates_of(run::EmissionByRoad const& emission, city::City const& city,
                         Pollutant pollutant = transfer_pollutant) const;
    /// The same of NOx; throws InputError when more than 1 % of the emission cannot be placed. @param what  names it
    std::vector<double> known_rates(run::EmissionByRoad const& emission, city::City const& city,
                                    std::string const& what) const;

    /// What the rates make at every receptor, above the background [ug/m3].
    std::vector<float> air_of(std::vector<double> const& rates) const;

    /// The greatest error by what rows leave out and by rounding, in parts of the mean over the receptors.
    double error_share(std::vector<double> const& rates, std::vector<float> const& air) const;

    state::TransferTable const& table() const { return table_; }

private:
    state::TransferTable const& table_;
    answers::TransferRows rows_;
    Parallel const& parallel_;
};

}  // namespace hacthanh::app
