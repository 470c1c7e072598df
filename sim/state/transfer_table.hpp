#pragma once

#include "sim/state/sampled_hours.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::state {

/// Rows of transfer functions, one per receptor, as they are stored (answers::TransferRows says what the numbers mean).
struct PackedRows {
    std::vector<double> reference;        ///< emission of each source [kg/s]
    double left_out_share = 0;            ///< that rows were allowed to leave out
    std::vector<std::uint64_t> begin{0};  ///< of each row's pairs, and one more
    std::vector<std::uint16_t> source;    ///< of each pair
    std::vector<std::uint16_t> part;      ///< of each pair: bits of a half-precision number, in parts of `scale`
    std::vector<float> scale;             ///< of each row [s/m3]
    std::vector<double> left_out_mass;    ///< of each row: sum of |T| e_reference left out [kg/m3]
    std::vector<double> left_out_most;    ///< of each row: greatest of the |T| e_reference left out [kg/m3]
    std::vector<double> left_out;         ///< of each row: in parts of its sum
};

/// How the product lies beside a run's mean over some receptors, background included.
struct Agreement {
    std::size_t receptors = 0;
    double fractional_bias = 0;    ///< 2 (product - run) / (product + run) of the means
    double within_10_percent = 0;  ///< share of receptors
    double factor_of_two = 0;      ///< share of receptors
};

/// NO2 formed after the product against the run's, and two simpler answers that it has to beat.
struct No2Check {
    Agreement formed;           ///< for the age of the air (chemistry::formed)
    Agreement photostationary;  ///< as if the air had had all the time
    Agreement unreacted;        ///< background and what left the exhausts as NO2
};

/// The same for the run that a table was made from: steady and linear against limited and in time.
struct TransferCheck {
    Agreement all;                      ///< wherever the run has a mean
    std::optional<Agreement> with_air;  ///< where the run has air of the traffic; files of schema 1.0 do not say
    std::optional<No2Check> no2;        ///< where the run has a mean of NO2 and the table the age of the air
};

/// How long air was on its way to the receptors: what NO2 is formed with after the product.
struct AirAge {
    PackedRows rows;             ///< M of answers::AgedRows [s2/m3]; scale in s2/m3, left_out_mass in kg s/m3
    std::vector<double> inflow;  ///< of each receptor: mean time since its air came in through the sides [s]
};

/// What every road gives to every receptor in one wind.
struct TransferTable {
    std::string wind_class;  ///< for people: "run" or e.g. "from230"
    std::string key;         ///< hash of mesh, buildings, wind model, inflow and removal
    double wind_from_deg = 0;
    double wind_speed_m_s = 0;            ///< at the met site
    double inverse_obukhov_length = 0;    ///< [1/m]
    std::string model = "finite_volume";  ///< of the air, as dispersion.model; files before schema 1.4 have no other
    std::string species;                  ///< whose places and removal were taken
    std::vector<std::string> sources;     ///< names of roads
    std::vector<std::string> emitted;     ///< species of `emission`; schema 1.0: none, only rows.reference is known
    std::vector<double> emission;         ///< [source][species], kg/s
    std::vector<double> x;                ///< of each receptor, network coordinates [m]
    std::vector<double> y;
    std::vector<std::uint32_t> cell;     ///< of each receptor, in the mesh
    std::optional<TransferCheck> check;  ///< for the run's own wind
    std::optional<SampledHours> hours;   ///< absent = not checked on any
    PackedRows rows;
    std::optional<AirAge> age;  ///< of tables made from runs with chemistry; files before schema 1.2 have none
};

}  // namespace hacthanh::state
