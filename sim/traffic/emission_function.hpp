#pragma once

#include "sim/core/pollutant.hpp"

#include <array>
#include <functional>
#include <optional>

namespace hacthanh::traffic {

/// SUMO's emission [mg/s] of one vehicle type at speed v [m/s] and acceleration a [m/s2].
using EmissionSampler = std::function<PerReported(double v, double a)>;

/// SUMO's emission function of one vehicle type, rebuilt from samples so that it need not be asked of SUMO.
///
/// The HBEFA models of SUMO are, per pollutant, a polynomial in speed v and acceleration a with the eight terms
/// 1, v, a, v2, v3, av, av2, a2v (HBEFA2 has asin(a/g) in the place of a), cut at zero in HBEFA2 and HBEFA3, and
/// zero for all pollutants while the vehicle coasts, a < c(v, slope): SUMO 1.15, src/utils/emissions,
/// HelpersHBEFA*.h and PollutantsInterface::Helper::getCoastingDecel. There c = min(0, p + q v - g slope/100) above
/// 10 km/h, falling in proportion to v below, and nothing coasts below 0.5 m/s. p and q depend on mass, width
/// and height of the type and are found by bisection.
///
/// learn() tests what it found on other samples and gives nothing when SUMO's function is of another form
/// (PHEMlight, MMPEVEM, Energy): then SUMO must be asked. Values agree with SUMO's to 1e-10 of the largest sample.
/// Immutable; safe to share. Cost of evaluate: about 30 ns.
class EmissionFunction {
public:
    /// @param sample     SUMO's values for one vehicle whose engine runs, any v in [0, 200], a in [-8, 4]
    /// @param slope_deg  slope of the road under that vehicle [degrees]
    static std::optional<EmissionFunction> learn(EmissionSampler const& sample, double slope_deg);

    /// Whether the value depends on the slope of the road (as coasting does).
    bool depends_on_slope(double v, double a) const {
        return coasting_ == Coasting::against_resistance && a < 0 && v > walking_pace;
    }

    /// Emission [mg/s], or nothing where it is not known: so near to the border of coasting that rounding decides,
    /// or negative and no sample told whether SUMO cuts that.
    std::optional<PerReported> evaluate(double v, double a, double slope_deg) const;

    /// Largest value among the samples of a pollutant [mg/s]: the measure of errors.
    PerReported const& scale() const { return scale_; }

private:
    enum class Coasting { never, with_any_deceleration, against_resistance };
    enum class Place { driving, coasting, border };
    enum class Negative { unknown, kept, cut };
    static constexpr std::size_t n_terms = 8;
    static constexpr double walking_pace = 0.5;  ///< [m/s], SUMO 1.15: Helper::ZERO_SPEED_ACCURACY
    using Terms = std::array<double, n_terms>;
    struct Samples;

    EmissionFunction() = default;
    Terms terms(double v, double a) const;
    Place place(double v, double a, double slope_deg) const;
    PerReported polynomial(double v, double a) const;
    bool fit(Samples const& samples);
    void find_cut(Samples const& samples);
    void find_coasting(EmissionSampler const& sample, double slope_deg);
    /// Limit of coasting at v as SUMO has it [m/s2], or 0 where none shows.
    double limit_by_bisection(EmissionSampler const& sample, double v) const;
    bool agrees(EmissionSampler const& sample, double slope_deg) const;
    bool agrees_at(EmissionSampler const& sample, double slope_deg, double v, double a) const;
    double coasting_limit(double v, double slope_deg) const;

    std::array<PerReported, n_terms> coefficients_{};  ///< [term][pollutant]
    PerReported scale_{};
    bool sine_ = false;                      ///< asin(a/g) in the place of a
    Negative negative_ = Negative::unknown;  ///< what SUMO makes of negative values of the polynomial
    Coasting coasting_ = Coasting::never;
    double resistance_p_ = 0;  ///< [m/s2]
    double resistance_q_ = 0;  ///< [1/s]
};

}  // namespace hacthanh::traffic
