#include "io/import/import_report.hpp"

#include "io/geos.hpp"
#include "io/import/population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace hacthanh::io {
namespace {

constexpr std::size_t shown_conflicts = 10;

/// One row of the table of height sources.
struct HeightShare {
    city::HeightSource source = city::HeightSource::fallback;
    std::size_t count = 0;
    double area_m2 = 0;
    double volume_m3 = 0;
};

std::vector<HeightShare> height_shares(std::vector<city::Building> const& buildings) {
    Geos const geos;
    std::vector<HeightShare> shares;
    for (auto source : city::all_height_sources) shares.push_back({source});
    for (auto const& building : buildings) {
        double const area = geos.area(*geos.polygon(building.footprint));
        auto& share = shares[static_cast<std::size_t>(building.height_source)];
        ++share.count;
        share.area_m2 += area;
        share.volume_m3 += area * (building.height_m - building.base_m);
    }
    return shares;
}

double percent(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

std::string heights_table(std::vector<city::Building> const& buildings) {
    auto const shares = height_shares(buildings);
    double area = 0;
    double volume = 0;
    for (auto const& share : shares) {
        area += share.area_m2;
        volume += share.volume_m3;
    }
    std::string text = fmt::format("\n{:<14}{:>10}{:>10}{:>10}{:>10}\n", "height from", "buildings", "of them",
                                   "of area", "of volume");
    for (auto const& share : shares)
        text += fmt::format("{:<14}{:>10}{:>8.1f} %{:>8.1f} %{:>8.1f} %\n", name(share.source), share.count,
                            percent(static_cast<double>(share.count), static_cast<double>(buildings.size())),
                            percent(share.area_m2, area), percent(share.volume_m3, volume));
    return text;
}

}  // namespace

std::string import_report_text(ImportReport const& report) {
    auto const& city = report.content.city;
    std::string text = fmt::format("{}: {} roads, {} buildings, {} areas", report.content.about.name, city.roads.size(),
                                   city.buildings.size(), city.areas.size());
    if (!city.population.empty()) text += fmt::format(", {:.0f} residents", total_residents(city.population));
    text += "\n";
    if (!report.netconvert.empty()) text += fmt::format("\nnetwork made with: {}\n", report.netconvert);
    if (!city.buildings.empty()) text += heights_table(city.buildings);
    if (report.slopes)
        text += fmt::format(
            "\nground from {:.1f} to {:.1f} m; mean slope {:.3f}, greatest {:.2f}, {:.1f} % steeper than 1:10\n",
            report.slopes->lowest_m, report.slopes->highest_m, report.slopes->mean_slope, report.slopes->greatest_slope,
            100 * report.slopes->steep_share);
    text += "\nread, repaired, left out:\n";
    for (auto const& [name, entry] : report.log.entries()) {
        text += fmt::format("  {:<28}{:>9}", name, entry.count);
        if (!entry.examples.empty())
            text += fmt::format("  ({}{})", fmt::join(entry.examples, "; "),
                                entry.count > static_cast<std::int64_t>(entry.examples.size()) ? "; …" : "");
        text += "\n";
    }
    if (!report.conflicts.empty()) text += "\nroads through buildings (kept; the longest):\n";
    for (std::size_t i = 0; i < std::min(shown_conflicts, report.conflicts.size()); ++i)
        text +=
            fmt::format("  {:<28}{:>7.1f} m in {} building{}\n", report.conflicts[i].road, report.conflicts[i].length_m,
                        report.conflicts[i].n_buildings, report.conflicts[i].n_buildings == 1 ? "" : "s");
    text += "\nsources:\n";
    for (auto const& source : report.content.about.sources)
        text +=
            fmt::format("  {:<12}{} {} ({})\n", source.part, city::letter(source.mark), source.name, source.licence);
    return text + fmt::format("\nnext: hacthanh check {}", report.scenario.string());
}

std::string import_report_json(ImportReport const& report) {
    auto const& city = report.content.city;
    nlohmann::ordered_json document;
    document["name"] = report.content.about.name;
    document["scenario"] = report.scenario.string();
    document["roads"] = city.roads.size();
    document["buildings"] = city.buildings.size();
    document["areas"] = city.areas.size();
    document["residents"] = total_residents(city.population);
    for (auto const& share : height_shares(city.buildings))
        document["heights"][std::string(name(share.source))] = {
            {"count", share.count}, {"area_m2", share.area_m2}, {"volume_m3", share.volume_m3}};
    if (report.slopes)
        document["terrain"] = {{"lowest_m", report.slopes->lowest_m},
                               {"highest_m", report.slopes->highest_m},
                               {"mean_slope", report.slopes->mean_slope},
                               {"greatest_slope", report.slopes->greatest_slope},
                               {"steep_share", report.slopes->steep_share}};
    document["counts"] = nlohmann::ordered_json::object();
    for (auto const& [name, entry] : report.log.entries()) {
        document["counts"][name] = entry.count;
        if (!entry.examples.empty()) document["examples"][name] = entry.examples;
    }
    document["roads_through_buildings"] = nlohmann::ordered_json::array();
    for (auto const& conflict : report.conflicts)
        document["roads_through_buildings"].push_back(
            {{"road", conflict.road}, {"length_m", conflict.length_m}, {"buildings", conflict.n_buildings}});
    document["warnings"] = report.log.warnings();
    if (!report.netconvert.empty()) document["netconvert"] = report.netconvert;
    // Ids come from other people's files: what is not UTF-8 is replaced, not refused.
    return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace hacthanh::io
