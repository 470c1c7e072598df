#include "app/hacthanh/study_outcome.hpp"

#include "app/hacthanh/study_plan.hpp"
#include "io/hash.hpp"
#include "io/study/member_folder.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::optional<ordered_json> read_json(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    auto document = ordered_json::parse(in, nullptr, false);
    if (!in.is_open() || !document.is_object()) return std::nullopt;
    return document;
}

/// Nothing when the file is not the one that its hash is of.
std::optional<MemberWords> hear(io::study::MemberFolder const& member) {
    auto const done = read_json(member.path() / "done.json");
    auto const said = read_json(member.indicators());
    if (!done || !said || done->value("indicators_sha256", "") != io::sha256_of_file(member.indicators()))
        return std::nullopt;
    MemberWords words;
    words.valid = said->value("valid", false);
    for (auto const& [name, value] : said->at("indicators").items())
        words.indicators.emplace_back(name, value.is_number() ? value.get<double>() : std::nan(""));
    return words;
}

void add(StudyOutcome& outcome, fs::path const& folder, ordered_json const& row) {
    StudyCellKey const key{row.at("point"), row.at("weather"), row.at("variant")};
    if (outcome.cells.try_emplace(key, StudyCell{row, {}}).second) outcome.order.push_back(key);
    io::study::MemberFolder const member(folder, row.at("id"));
    auto const status = member.status();
    auto words = status.state == io::study::MemberState::done ? hear(member) : std::nullopt;
    if (words) {
        words->id = row.at("id");
        words->seed = row.at("seed");
        outcome.cells.at(key).seeds.push_back(std::move(*words));
        outcome.rows.push_back({row, {}});
        return;
    }
    bool const damaged = status.state == io::study::MemberState::done;
    std::string const state = damaged ? "corrupt" : std::string(io::study::name(status.state));
    std::string const reason = damaged ? "indicators.json is not what was written" : status.reason;
    outcome.missing.push_back({{"id", row.at("id")},
                               {"variant", row.at("variant")},
                               {"weather", row.at("weather")},
                               {"point", row.at("point")},
                               {"seed", row.at("seed")},
                               {"state", state},
                               {"attempts", status.attempts.size()},
                               {"reason", reason}});
    outcome.rows.push_back({row, reason.empty() ? state : state + ": " + reason});
}

}  // namespace

std::optional<double> MemberWords::find(std::string const& name) const {
    auto const found = std::ranges::find(indicators, name, &std::pair<std::string, double>::first);
    return found == indicators.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> StudyCell::mean(std::string const& indicator) const {
    double sum = 0;
    double n = 0;
    for (auto const& seed : seeds)
        if (auto const value = seed.find(indicator)) sum += *value, ++n;
    return n > 0 ? std::optional(sum / n) : std::nullopt;
}

std::size_t StudyOutcome::merged() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(rows, [](StudyRow const& row) { return row.missing.empty(); }));
}

std::optional<study::PairedDifference> StudyOutcome::against_base(StudyCellKey const& key,
                                                                  std::string const& indicator) const {
    auto const base = cells.find({std::get<0>(key), std::get<1>(key), study_baseline});
    if (base == cells.end() || std::get<2>(key) == study_baseline) return std::nullopt;
    std::vector<double> without;
    std::vector<double> with;
    bool valid = true;
    for (auto const& seed : cells.at(key).seeds) {
        auto const same = std::ranges::find(base->second.seeds, seed.seed, &MemberWords::seed);
        if (same == base->second.seeds.end()) continue;
        auto const a = same->find(indicator);
        auto const b = seed.find(indicator);
        if (!a || !b) continue;
        without.push_back(*a);
        with.push_back(*b);
        valid = valid && same->valid && seed.valid;
    }
    if (with.empty()) return std::nullopt;
    return study::paired_difference(without, with, valid);
}

std::vector<double> StudyOutcome::differences(StudyCellKey const& key, std::string const& indicator) const {
    std::vector<double> found;
    auto const base = cells.find({std::get<0>(key), std::get<1>(key), study_baseline});
    auto const with = cells.find(key);
    if (base == cells.end() || with == cells.end()) return found;
    for (auto const& seed : with->second.seeds) {
        auto const same = std::ranges::find(base->second.seeds, seed.seed, &MemberWords::seed);
        if (same == base->second.seeds.end()) continue;
        auto const a = same->find(indicator);
        auto const b = seed.find(indicator);
        if (a && b) found.push_back(*b - *a);
    }
    return found;
}

std::vector<std::string> StudyOutcome::ranked(std::vector<std::string> const& asked) const {
    if (!asked.empty()) return asked;
    std::vector<std::string> names;
    for (auto const& key : order)
        for (auto const& seed : cells.at(key).seeds)
            for (auto const& [name, value] : seed.indicators)
                if (name.starts_with("ground_ug_m3.") && std::ranges::find(names, name) == names.end())
                    names.push_back(name);
    return names;
}

StudyOutcome read_outcome(fs::path const& folder) {
    StudyOutcome outcome;
    for (auto const& row : io::study::read_manifest(folder)) add(outcome, folder, row);
    return outcome;
}

}  // namespace hacthanh::app
