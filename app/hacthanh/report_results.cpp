#include "app/hacthanh/report_rows.hpp"
#include "app/hacthanh/result_indicators.hpp"
#include "sim/core/error.hpp"
#include "sim/state/run_validity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

/// What a result says besides its frame.
struct Told {
    study::Indicators indicators;
    std::vector<std::string> invalid;
};
using AllTold = std::map<std::string, Told>;  ///< by file

Told told_by(io::ResultReader const& result) {
    Told told{result_indicators(result), {}};
    auto const name = fs::path(result.path()).filename().string();
    for (auto const& reason : state::validity_of(result.summary().traffic).reasons())
        told.invalid.push_back(fmt::format("{}: {}", name, reason));
    return told;
}

double value_of(study::Indicators const& indicators, std::string const& name) {
    auto const known = std::ranges::find(indicators, name, &std::pair<std::string, double>::first);
    return known == indicators.end() ? 0.0 : known->second;
}

ComparedOption compare_pairs(PairedRuns const& pairs, AllTold const& told) {
    ComparedOption compared;
    compared.option.name = pairs.name;
    compared.option.title = pairs.title;
    compared.option.note = pairs.note;
    for (std::size_t n = 0; n < pairs.option.size(); ++n)
        for (auto const& file : {pairs.base[n], pairs.option[n]}) {
            auto const& invalid = told.at(file.string()).invalid;
            compared.option.invalid.insert(compared.option.invalid.end(), invalid.begin(), invalid.end());
        }
    for (auto const& [name, unused] : told.at(pairs.option.front().string()).indicators) {
        std::vector<double> without_measure;
        std::vector<double> with_measure;
        for (std::size_t n = 0; n < pairs.option.size(); ++n) {
            without_measure.push_back(value_of(told.at(pairs.base[n].string()).indicators, name));
            with_measure.push_back(value_of(told.at(pairs.option[n].string()).indicators, name));
        }
        compared.indicators.push_back(
            {name, study::paired_difference(without_measure, with_measure, compared.option.invalid.empty())});
    }
    return compared;
}

}  // namespace

ReportInputs add_results(io::report::Content& content, std::vector<fs::path> const& files) {
    AllTold told;
    auto const paired = pair_results(
        files, [&](io::ResultReader const& result) { told.insert_or_assign(result.path(), told_by(result)); });
    validate(!paired.has_typical_days(), files.front().string(),
             "and others are typical days of a year: no report is "
             "written of them yet",
             "`hacthanh compare` joins them; give the days one by one here");
    std::vector<ComparedOption> compared;
    for (auto const& pairs : paired.options) compared.push_back(compare_pairs(pairs, told));
    add_options(content, std::move(compared));
    auto const n = number_text(static_cast<double>(paired.base.size()));
    content.facts.emplace_back(Text{"Compared", "Thời gian so sánh"},
                               Text{"after spin-up, " + n.english + " run(s) of the baseline",
                                    "sau khởi động, " + n.vietnamese + " lượt chạy hiện trạng"});
    return {files.front(), paired.options};
}

}  // namespace hacthanh::app
