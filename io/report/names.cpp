#include "io/report/names.hpp"

namespace hacthanh::io::report {

Text pollutant_name(std::string const& species) {
    if (species == "PM25") return {"PM2.5", "PM2,5"};
    if (species == "NO2") return Text::same("NO₂");
    if (species == "CO2") return Text::same("CO₂");
    if (species == "O3") return Text::same("O₃");
    if (species == "CO2e") return Text::same("CO₂e");
    return Text::same(species);
}

}  // namespace hacthanh::io::report
