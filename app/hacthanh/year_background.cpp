#include "app/hacthanh/year_background.hpp"

#include "io/background_file.hpp"
#include "sim/core/constants.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace hacthanh::app {
namespace {

constexpr double ug_of_kg = 1e9;
constexpr double longest_hold_s = 3 * constants::seconds_per_hour;  // as in runs (sim/run/background.hpp)

}  // namespace

YearBackground::YearBackground(YearArguments const& arguments, std::vector<YearSpecies> const& species) {
    bool const formed = std::ranges::any_of(species, &YearSpecies::formed);
    auto const is_asked = [&](std::string const& name) {
        return std::ranges::find(species, name, &YearSpecies::name) != species.end() ||
               (formed && (name == "NOx" || name == "NO2" || name == "O3"));
    };
    for (auto const& text : arguments.background) {
        auto const equals = text.find('=');
        double value = -1;
        if (equals != std::string::npos) std::from_chars(text.data() + equals + 1, text.data() + text.size(), value);
        auto const name = text.substr(0, equals);
        validate(is_asked(name) && value >= 0, "--background",
                 fmt::format("{} is not SPECIES=VALUE of a species that is asked for", text),
                 "e.g. --background NOx=15");
        constants_[name] = value;
    }
    if (!arguments.background_file.empty())
        series_ =
            io::read_background_file(arguments.background_file, arguments.utc_offset_h * constants::seconds_per_hour);
    for (auto const* name : {"NOx", "NO2", "O3"}) {
        bool const known = constants_.contains(name) ||
                           (series_ && std::ranges::find(series_->species, name) != series_->species.end());
        validate(!formed || known, "--background-file",
                 fmt::format("NO2 and O3 react with the air around the city, and nothing is said of its {}", name),
                 fmt::format("give a file with {0}_ug_m3, or --background {0}=VALUE", name));
    }
}

std::vector<double> YearBackground::hours(std::string const& species, double begin_utc_s, std::size_t n_hours) const {
    auto const constant = constants_.find(species);
    std::vector<double> hours(n_hours, constant != constants_.end() ? constant->second : 0.0);
    if (!series_) return hours;
    auto const column = std::ranges::find(series_->species, species);
    if (column == series_->species.end()) return hours;
    auto const c = static_cast<std::size_t>(column - series_->species.begin());
    double value = std::numeric_limits<double>::quiet_NaN(), seen_utc_s = 0;
    std::size_t next = 0;
    for (std::size_t h = 0; h < n_hours; ++h) {
        double const now = begin_utc_s + static_cast<double>(h) * constants::seconds_per_hour;
        for (; next < series_->rows.size() && series_->rows[next].time_utc_s <= now; ++next)
            if (auto const& given = series_->rows[next].concentration[c]) {
                value = *given * ug_of_kg;
                seen_utc_s = series_->rows[next].time_utc_s;
            }
        hours[h] = now - seen_utc_s <= longest_hold_s ? value : std::numeric_limits<double>::quiet_NaN();
    }
    return hours;
}

}  // namespace hacthanh::app
