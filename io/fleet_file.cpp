#include "io/fleet_file.hpp"

#include "io/detail/fleet_rows.hpp"
#include "io/detail/rate_table_file.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace hacthanh::io {
namespace {

using detail::FleetRow;
using state::EmissionSource;

constexpr double kg_m_per_g_km = 1e-6;
constexpr double kg_per_g = 1e-3;
constexpr double share_tolerance = 1e-6;

EmissionSource source_of(std::string_view word) {
    if (word == "sumo") return EmissionSource::traffic;
    if (word == "average") return EmissionSource::average;
    if (word == "table") return EmissionSource::table;
    return EmissionSource::none;
}

/// Which row wins when several speak of the same level: one that names the level, then one that names the pollutant.
int precision(FleetRow const& row) { return (row.level.empty() ? 0 : 2) + (row.pollutant ? 1 : 0); }

/// One level with what was said of it so far.
struct LevelDraft {
    state::FleetLevel level;
    std::set<std::size_t> has_source;
    std::set<std::size_t> has_factor;
    bool has_share = false;
    std::size_t line = 0;  ///< first row that speaks of it
};

void apply(FleetRow const& row, LevelDraft& draft) {
    auto& level = draft.level;
    std::size_t const p = row.pollutant ? index(*row.pollutant) : 0;
    if (row.item == "share") level.share = row.number, draft.has_share = true;
    if (row.item == "scale") level.scale[p] = row.number;
    if (row.item == "factor") level.factor_kg_m[p] = row.number * kg_m_per_g_km, draft.has_factor.insert(p);
    if (row.item == "start") level.start_kg[p] = row.number * kg_per_g;
    if (row.item == "start_share") level.start_share = row.number;
    if (row.item == "evaporation") level.evaporation_kg_m = row.number * kg_m_per_g_km;
    if (row.item == "methane") level.methane_kg_m = row.number * kg_m_per_g_km;
    if (row.item == "exhaust_share") level.exhaust_share = row.number;
    if (row.item == "no2_share") level.no2_share = row.number;
    if (row.item == "black_carbon_share") level.black_carbon_share = row.number;
    if (row.item == "wear")
        level.wear = static_cast<state::WearClass>(std::ranges::find(state::wear_class_names, row.word) -
                                                   state::wear_class_names.begin());
    if (row.item != "source") return;
    for (std::size_t q = 0; q < n_reported; ++q) {
        if (row.pollutant && q != p) continue;
        level.source[q] = source_of(row.word);
        draft.has_source.insert(q);
    }
}

/// What is not burnt neither starts nor evaporates.
void take_out_unburnt(state::FleetLevel& level) {
    auto const none = [&](Pollutant p) { return level.source[index(p)] == EmissionSource::none; };
    for (Pollutant p : reported_pollutants)
        if (none(p)) level.start_kg[index(p)] = 0;
    if (none(Pollutant::hc)) level.evaporation_kg_m = 0;
    if (none(Pollutant::co2)) level.methane_kg_m = 0;
}

class FleetBuilder {
public:
    FleetBuilder(std::filesystem::path const& file, detail::Problems& problems) : file_(file), problems_(problems) {
        loaded_.files.push_back(file);
    }

    LoadedFleet build(std::vector<FleetRow> const& rows) {
        std::vector<std::string> classes;
        for (FleetRow const& row : rows)
            if (std::ranges::count(classes, row.fleet_class) == 0) classes.push_back(row.fleet_class);
        for (auto const& name : classes) {
            std::vector<FleetRow> own;
            std::ranges::copy_if(rows, std::back_inserter(own),
                                 [&](FleetRow const& row) { return row.fleet_class == name; });
            std::ranges::stable_sort(own, {}, precision);
            loaded_.fleet.classes.push_back(build_class(name, own));
        }
        if (classes.empty()) problems_.add(0, "the table has no rows", "give each vehicle class a source");
        return std::move(loaded_);
    }

private:
    state::FleetClass build_class(std::string const& name, std::vector<FleetRow> const& rows) {
        state::FleetClass made{name, {}, {}};
        std::vector<LevelDraft> drafts;
        for (FleetRow const& row : rows)
            if (!row.level.empty() && std::ranges::none_of(drafts, [&](auto& d) { return d.level.name == row.level; }))
                drafts.push_back({{row.level}, {}, {}, false, row.line});
        if (drafts.empty()) drafts.push_back({{}, {}, {}, true, rows.front().line});
        for (FleetRow const& row : rows) {
            if (row.item == "table") read_table(row, made);
            for (LevelDraft& draft : drafts)
                if (row.level.empty() || row.level == draft.level.name) apply(row, draft);
        }
        check_shares(name, drafts);
        bool const names_table = std::ranges::count(rows, "table", &FleetRow::item) > 0;
        for (LevelDraft& draft : drafts) {
            check_sources(made, names_table, draft);
            take_out_unburnt(draft.level);
            made.levels.push_back(std::move(draft.level));
        }
        return made;
    }

    /// A table is read once, and one that cannot be read is a problem once, however many rows name it.
    void read_table(FleetRow const& row, state::FleetClass& made) {
        auto const file = file_.parent_path() / row.word;
        auto const [known, is_new] = tables_.try_emplace(file);
        made.table = known->second;
        if (!is_new) return;
        try {
            made.table = known->second = detail::read_rate_table(file);
            loaded_.files.push_back(file);
        } catch (InputError const& error) {
            problems_.add(row.line, error.what(), "name a rate table (docs/formats/fleet.md)");
        }
    }

    void check_shares(std::string const& name, std::vector<LevelDraft> const& drafts) {
        double sum = 0;
        for (LevelDraft const& draft : drafts) {
            sum += draft.level.share;
            if (!draft.has_share)
                problems_.add(draft.line,
                              fmt::format("level \"{}\" of class \"{}\" has no share", draft.level.name, name),
                              "add a row with the item share");
        }
        if (std::abs(sum - 1) > share_tolerance)
            problems_.add(drafts.front().line,
                          fmt::format("the shares of class \"{}\" add up to {:.6g} (must be 1)", name, sum),
                          "correct the rows with the item share");
    }

    /// @param names_table  a row names a table, which may not have been readable: that is said already
    void check_sources(state::FleetClass const& made, bool names_table, LevelDraft const& draft) {
        std::string const who =
            fmt::format("class \"{}\"{}", made.name,
                        draft.level.name.empty() ? "" : fmt::format(", level \"{}\"", draft.level.name));
        std::vector<std::string_view> without;
        std::vector<std::string_view> without_factor;
        std::vector<std::string_view> without_table;
        for (Pollutant pollutant : reported_pollutants) {
            std::size_t const p = index(pollutant);
            auto const source = draft.level.source[p];
            if (!draft.has_source.contains(p)) without.push_back(name(pollutant));
            if (source == EmissionSource::average && !draft.has_factor.contains(p))
                without_factor.push_back(name(pollutant));
            if (source == EmissionSource::table && !names_table) without_table.push_back(name(pollutant));
        }
        if (!without.empty())
            problems_.add(draft.line, fmt::format("{} has no source for {}", who, fmt::join(without, ", ")),
                          "add a row with the item source: sumo, average, table or none");
        if (!without_factor.empty())
            problems_.add(
                draft.line,
                fmt::format("{} has the source average and no factor for {}", who, fmt::join(without_factor, ", ")),
                "add rows with the item factor, in g/km");
        if (!without_table.empty())
            problems_.add(
                draft.line,
                fmt::format("{} has the source table for {} and no table", who, fmt::join(without_table, ", ")),
                "add a row with the item table and the name of its file");
    }

    std::filesystem::path const& file_;
    detail::Problems& problems_;
    LoadedFleet loaded_;
    std::map<std::filesystem::path, std::optional<state::RateTable>> tables_;  ///< nothing: cannot be read
};

}  // namespace

LoadedFleet read_fleet(std::filesystem::path const& file) {
    detail::Problems problems(file);
    auto const rows = detail::read_fleet_rows(file, problems);
    problems.throw_if_any();
    LoadedFleet loaded = FleetBuilder(file, problems).build(rows);
    problems.throw_if_any();
    return loaded;
}

void check_fleet(Demand& demand, state::Fleet const& fleet, std::string const& table) {
    std::string text;
    for (UsedType const& type : demand.used) {
        if (type.clean || fleet.find(type.type, type.vehicle_class) != nullptr) continue;
        text += fmt::format(
            "{}{}: vehicle type \"{}\" ({}) has no emission source in {}; add rows of the class {} or {} there",
            text.empty() ? "" : "\n", type.where, type.type, type.vehicle_class, table, type.vehicle_class, type.type);
    }
    if (!text.empty()) throw InputError({}, text);
    std::erase_if(demand.unclassed, [&](UnclassedType const& type) {
        auto const* const known = fleet.find(type.type, type.vehicle_class);
        return known != nullptr && !known->uses_traffic();
    });
}

}  // namespace hacthanh::io
