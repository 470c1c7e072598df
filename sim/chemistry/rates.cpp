#include "sim/chemistry/rates.hpp"

#include "sim/core/contracts.hpp"

#include <cmath>

namespace hacthanh::chemistry {

double oxidation_rate(double temperature) {
    HACTHANH_EXPECT(temperature > 0);
    double const per_ppb = 0.04405 * std::exp(-1370 / temperature);
    return per_ppb * 1e9 / reference_air;
}

double photolysis_rate(double global_radiation) {
    if (!(global_radiation > 0)) return 0;
    return 8e-4 * std::exp(-10 / global_radiation) + 7.4e-6 * global_radiation;
}

Rates rates_of(double temperature, double global_radiation) {
    return {oxidation_rate(temperature), photolysis_rate(global_radiation)};
}

}  // namespace hacthanh::chemistry
