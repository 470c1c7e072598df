#include "app/hacthanh/year_tables.hpp"

#include "io/transfer_file.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace hacthanh::app {

YearTables read_year_tables(std::filesystem::path const& folder) {
    std::vector<state::TransferTable> all;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".h5" && entry.path().stem() != "run")
            all.push_back(io::read_transfer(entry.path()));
    validate(!all.empty(), folder.string(), "it holds no tables of wind directions",
             "build them: hacthanh transfer RESULT --directions 12");
    std::ranges::sort(all, {}, &state::TransferTable::wind_from_deg);
    YearTables tables;
    for (auto& table : all) {
        validate(table.cell == all.front().cell && table.sources == all.front().sources &&
                     table.rows.reference == all.front().rows.reference && table.emitted == all.front().emitted &&
                     table.emission == all.front().emission,
                 folder.string(),
                 fmt::format("{} and {} have other places or roads", table.wind_class, all.front().wind_class),
                 "build the folder again from one run");
        tables.rows.emplace_back(table.rows);
        tables.from_deg.push_back(table.wind_from_deg);
        tables.speed.push_back(table.wind_speed_m_s);
    }
    tables.places = std::move(all.front());
    return tables;
}

std::vector<YearSpecies> year_species(YearArguments const& arguments, state::TransferTable const& table) {
    auto names = arguments.species;
    if (names.empty()) names.push_back(table.species);
    std::vector<YearSpecies> all;
    for (auto const& name : names) {
        YearSpecies one{name, 0, {}};
        if (name == table.species) {
            one.emission.assign(table.rows.reference.begin(), table.rows.reference.end());
        } else {
            auto const found = std::ranges::find(table.emitted, name);
            validate(
                found != table.emitted.end(), "--species",
                fmt::format("the tables have no {}, only {}", name,
                            table.emitted.empty() ? table.species : fmt::format("{}", fmt::join(table.emitted, ", "))),
                "take one of them, or build the tables again with this program");
            auto const column = static_cast<std::size_t>(found - table.emitted.begin());
            for (std::size_t s = 0; s < table.sources.size(); ++s)
                one.emission.push_back(static_cast<float>(table.emission[s * table.emitted.size() + column]));
        }
        all.push_back(std::move(one));
    }
    for (auto const& text : arguments.background) {
        auto const equals = text.find('=');
        auto const found = std::ranges::find(all, text.substr(0, equals), &YearSpecies::name);
        double value = -1;
        if (equals != std::string::npos) std::from_chars(text.data() + equals + 1, text.data() + text.size(), value);
        validate(found != all.end() && value >= 0, "--background",
                 fmt::format("{} is not SPECIES=VALUE of a species that is asked for", text),
                 "e.g. --background NOx=15");
        found->background = value;
    }
    return all;
}

}  // namespace hacthanh::app
