#include "app/hacthanh/study_merge.hpp"

#include "app/hacthanh/study_folder.hpp"
#include "app/hacthanh/study_plan.hpp"
#include "io/hash.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/study/paired_difference.hpp"
#include "sim/study/sample_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

/// What a member said, as far as it got.
struct Heard {
    std::int64_t seed = 0;
    bool valid = true;
    std::vector<std::pair<std::string, double>> indicators;

    std::optional<double> find(std::string const& name) const {
        auto const found = std::ranges::find(indicators, name, &std::pair<std::string, double>::first);
        return found == indicators.end() ? std::nullopt : std::optional(found->second);
    }
};

/// Seeds of one variant in one weather at one point.
struct Cell {
    ordered_json row;  ///< of the manifest: its first member
    std::vector<Heard> seeds;
};

using CellKey = std::tuple<std::size_t, std::string, std::string>;  ///< point, weather, variant

std::optional<ordered_json> read_json(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    auto document = ordered_json::parse(in, nullptr, false);
    if (!in.is_open() || !document.is_object()) return std::nullopt;
    return document;
}

/// Null where there is no number: JSON knows no infinity.
ordered_json number(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr); }

class Merge {
public:
    explicit Merge(fs::path const& folder) : folder_(folder), settings_(read_settings(folder)) {
        for (auto const& row : io::study::read_manifest(folder)) read(row);
    }

    MergeSummary write() {
        ordered_json summary = {{"title", settings_.title},  {"title_vi", settings_.title_vi},
                                {"members", found_.members}, {"merged", found_.merged},
                                {"missing", missing_},       {"cells", ordered_json::array()}};
        for (auto const& key : order_) summary["cells"].push_back(cell_json(key));
        io::study::write_atomically(folder_ / "summary.json", summary.dump(2) + "\n");
        io::study::write_atomically(folder_ / "ranking.csv", ranking());
        return found_;
    }

private:
    static CellKey key_of(ordered_json const& row) { return {row.at("point"), row.at("weather"), row.at("variant")}; }

    void read(ordered_json const& row) {
        ++found_.members;
        auto const key = key_of(row);
        if (cells_.try_emplace(key, Cell{row, {}}).second) order_.push_back(key);
        io::study::MemberFolder const member(folder_, row.at("id"));
        auto const status = member.status();
        auto const heard = status.state == io::study::MemberState::done ? hear(member) : std::nullopt;
        if (heard) {
            ++found_.merged;
            cells_.at(key).seeds.push_back(*heard);
            cells_.at(key).seeds.back().seed = row.at("seed");
            return;
        }
        bool const damaged = status.state == io::study::MemberState::done;
        missing_.push_back({{"id", row.at("id")},
                            {"variant", row.at("variant")},
                            {"weather", row.at("weather")},
                            {"point", row.at("point")},
                            {"seed", row.at("seed")},
                            {"state", damaged ? "corrupt" : io::study::name(status.state)},
                            {"attempts", status.attempts.size()},
                            {"reason", damaged ? "indicators.json is not what was written" : status.reason}});
    }

    /// Nothing when the file is not the one that its hash is of.
    static std::optional<Heard> hear(io::study::MemberFolder const& member) {
        auto const done = read_json(member.path() / "done.json");
        auto const said = read_json(member.indicators());
        if (!done || !said || done->value("indicators_sha256", "") != io::sha256_of_file(member.indicators()))
            return std::nullopt;
        Heard heard;
        heard.valid = said->value("valid", false);
        for (auto const& [name, value] : said->at("indicators").items())
            heard.indicators.emplace_back(name, value.is_number() ? value.get<double>() : std::nan(""));
        return heard;
    }

    /// Pairs of seeds that both have.
    std::optional<study::PairedDifference> against_base(CellKey const& key, std::string const& indicator) const {
        auto const base = cells_.find({std::get<0>(key), std::get<1>(key), study_baseline});
        if (base == cells_.end() || std::get<2>(key) == study_baseline) return std::nullopt;
        std::vector<double> without;
        std::vector<double> with;
        bool valid = true;
        for (auto const& seed : cells_.at(key).seeds) {
            auto const same = std::ranges::find(base->second.seeds, seed.seed, &Heard::seed);
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

    ordered_json cell_json(CellKey const& key) const {
        auto const& cell = cells_.at(key);
        ordered_json out = {{"point", std::get<0>(key)},           {"levels", cell.row.at("levels")},
                            {"weather", std::get<1>(key)},         {"variant", std::get<2>(key)},
                            {"seeds", ordered_json::array()},      {"valid", true},
                            {"indicators", ordered_json::object()}};
        for (auto const& seed : cell.seeds) {
            out["seeds"].push_back(seed.seed);
            out["valid"] = out["valid"].get<bool>() && seed.valid;
        }
        if (cell.seeds.empty()) return out;
        for (auto const& [name, first] : cell.seeds.front().indicators) {
            std::vector<double> values;
            for (auto const& seed : cell.seeds)
                if (auto const value = seed.find(name)) values.push_back(*value);
            out["indicators"][name] = indicator_json(study::summarise(values), against_base(key, name));
        }
        return out;
    }

    static ordered_json indicator_json(study::SampleSummary const& s, std::optional<study::PairedDifference> const& d) {
        ordered_json out = {{"n", s.n},
                            {"mean", number(s.mean)},
                            {"variance", number(s.variance)},
                            {"p05", number(s.p05)},
                            {"p25", number(s.p25)},
                            {"p50", number(s.p50)},
                            {"p75", number(s.p75)},
                            {"p95", number(s.p95)}};
        if (d)
            out["difference"] = {
                {"pairs", d->pairs},         {"mean", number(d->mean)},           {"low", number(d->low())},
                {"high", number(d->high())}, {"relative", number(d->relative())}, {"verdict", study::name(d->verdict)}};
        return out;
    }

    /// Indicators of the ranking: as asked, else the air at the ground of every pollutant.
    std::vector<std::string> ranked() const {
        if (!settings_.ranked.empty()) return settings_.ranked;
        std::vector<std::string> names;
        for (auto const& key : order_)
            for (auto const& seed : cells_.at(key).seeds)
                for (auto const& [name, value] : seed.indicators)
                    if (name.starts_with("ground_ug_m3.") && std::ranges::find(names, name) == names.end())
                        names.push_back(name);
        return names;
    }

    std::string ranking() const {
        std::string text = "indicator,point,weather,rank,variant,pairs,base,difference,low,high,relative,verdict\n";
        for (auto const& indicator : ranked())
            for (auto const& key : order_)
                if (std::get<2>(key) == study_baseline) text += ranked_rows(indicator, key);
        return text;
    }

    /// The variants beside one baseline, the lowest difference first; equal ones in the order of the study file.
    std::string ranked_rows(std::string const& indicator, CellKey const& base) const {
        std::vector<std::pair<std::string, study::PairedDifference>> rows;
        for (auto const& key : order_) {
            if (std::get<0>(key) != std::get<0>(base) || std::get<1>(key) != std::get<1>(base)) continue;
            if (auto const difference = against_base(key, indicator)) rows.emplace_back(std::get<2>(key), *difference);
        }
        std::ranges::stable_sort(rows, {}, [](auto const& row) { return row.second.mean; });
        std::string text;
        for (std::size_t n = 0; n < rows.size(); ++n) {
            auto const& [variant, d] = rows[n];
            text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", indicator, std::get<0>(base),
                                quoted(std::get<1>(base)), n + 1, quoted(variant), d.pairs, d.base, d.mean,
                                bounded(d.low()), bounded(d.high()), d.relative(),
                                quoted(std::string(study::name(d.verdict))));
        }
        return text;
    }

    /// Empty where one pair gives no interval.
    static std::string bounded(double value) { return std::isfinite(value) ? fmt::format("{}", value) : std::string{}; }

    static std::string quoted(std::string const& text) {
        if (text.find_first_of(",\"\n") == std::string::npos) return text;
        std::string out = "\"";
        for (char const c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        return out + "\"";
    }

    fs::path const& folder_;
    StudySettings settings_;
    MergeSummary found_;
    ordered_json missing_ = ordered_json::array();
    std::vector<CellKey> order_;  ///< as in the manifest
    std::map<CellKey, Cell> cells_;
};

}  // namespace

MergeSummary merge_study(fs::path const& folder) { return Merge(folder).write(); }

}  // namespace hacthanh::app
