#include "app/hacthanh/study_merge.hpp"

#include "app/hacthanh/study_fields.hpp"
#include "app/hacthanh/study_folder.hpp"
#include "app/hacthanh/study_outcome.hpp"
#include "app/hacthanh/study_package.hpp"
#include "app/hacthanh/study_plan.hpp"
#include "app/hacthanh/study_sensitivity.hpp"
#include "io/replace_file.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/study/paired_difference.hpp"
#include "sim/study/sample_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

/// Null where there is no number: JSON knows no infinity.
ordered_json number(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr); }

class Merge {
public:
    explicit Merge(fs::path const& folder)
        : folder_(folder), settings_(read_settings(folder)), outcome_(read_outcome(folder)) {}

    MergeSummary write() {
        ordered_json summary = {{"title", settings_.title},        {"title_vi", settings_.title_vi},
                                {"members", outcome_.rows.size()}, {"merged", outcome_.merged()},
                                {"missing", outcome_.missing},     {"cells", ordered_json::array()}};
        for (auto const& key : outcome_.order) summary["cells"].push_back(cell_json(key));
        MergeSummary found{outcome_.rows.size(), outcome_.merged(), {}, {}};
        if (settings_.sensitivity) {
            auto const indices = sensitivity_of(*settings_.sensitivity, outcome_, settings_.ranked);
            summary["sensitivity"] = sensitivity_json(indices);
            io::replace_text(folder_ / "sensitivity.csv", sensitivity_csv(indices));
            for (auto const& one : indices) found.notes.push_back(sensitivity_text(one));
        }
        if (settings_.package) {
            auto const package = package_of(*settings_.package, outcome_);
            summary["package"] = package;
            found.notes.push_back(package_text(package));
        }
        io::replace_text(folder_ / "summary.json", summary.dump(2) + "\n");
        io::replace_text(folder_ / "ranking.csv", ranking());
        if (settings_.fields.empty()) return found;
        try {
            write_study_index(folder_, outcome_, settings_.fields);
            write_study_fields(folder_, outcome_, settings_);
        } catch (InputError const& error) {  // the numbers are written; a field that cannot be is said
            found.problem = error.what();
        }
        return found;
    }

private:
    ordered_json cell_json(StudyCellKey const& key) const {
        auto const& cell = outcome_.cells.at(key);
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
            out["indicators"][name] = indicator_json(study::summarise(values), outcome_.against_base(key, name));
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

    std::string ranking() const {
        std::string text = "indicator,point,weather,rank,variant,pairs,base,difference,low,high,relative,verdict\n";
        for (auto const& indicator : outcome_.ranked(settings_.ranked))
            for (auto const& key : outcome_.order)
                if (std::get<2>(key) == study_baseline) text += ranked_rows(indicator, key);
        return text;
    }

    /// The variants beside one baseline, the lowest difference first; equal ones in the order of the study file.
    std::string ranked_rows(std::string const& indicator, StudyCellKey const& base) const {
        std::vector<std::pair<std::string, study::PairedDifference>> rows;
        for (auto const& key : outcome_.order) {
            if (std::get<0>(key) != std::get<0>(base) || std::get<1>(key) != std::get<1>(base)) continue;
            if (auto const difference = outcome_.against_base(key, indicator))
                rows.emplace_back(std::get<2>(key), *difference);
        }
        std::ranges::stable_sort(rows, {}, [](auto const& row) { return row.second.mean; });
        std::string text;
        for (std::size_t n = 0; n < rows.size(); ++n) {
            auto const& [variant, d] = rows[n];
            text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", indicator, std::get<0>(base),
                                io::csv_field(std::get<1>(base)), n + 1, io::csv_field(variant), d.pairs, d.base,
                                d.mean, bounded(d.low()), bounded(d.high()), d.relative(),
                                io::csv_field(std::string(study::name(d.verdict))));
        }
        return text;
    }

    /// Empty where one pair gives no interval.
    static std::string bounded(double value) { return std::isfinite(value) ? fmt::format("{}", value) : std::string{}; }

    fs::path const& folder_;
    StudySettings settings_;
    StudyOutcome outcome_;
};

}  // namespace

MergeSummary merge_study(fs::path const& folder) { return Merge(folder).write(); }

}  // namespace hacthanh::app
