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

/// An indicator, repeat by repeat; of typical days their mean, each weighted with the days it stands for.
std::vector<double> by_repeat(PairedRuns const& pairs, std::vector<fs::path> const& files, std::string const& name,
                              AllTold const& told) {
    std::vector<double> sum;
    std::vector<double> weights;
    for (std::size_t n = 0; n < files.size(); ++n) {
        std::size_t const repeat = pairs.repeat.at(n);
        if (sum.size() <= repeat) sum.resize(repeat + 1), weights.resize(repeat + 1);
        double const weight = pairs.days_per_year[n] > 0 ? pairs.days_per_year[n] : 1.0;
        sum[repeat] += weight * value_of(told.at(files[n].string()).indicators, name);
        weights[repeat] += weight;
    }
    for (std::size_t repeat = 0; repeat < sum.size(); ++repeat) sum[repeat] /= weights[repeat];
    return sum;
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
        auto const without_measure = by_repeat(pairs, pairs.base, name, told);
        auto const with_measure = by_repeat(pairs, pairs.option, name, told);
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
    std::vector<ComparedOption> compared;
    for (auto const& pairs : paired.options) compared.push_back(compare_pairs(pairs, told));
    add_options(content, std::move(compared));
    auto const n = number_text(static_cast<double>(paired.base.size()));
    content.facts.emplace_back(Text{"Compared", "Thời gian so sánh"},
                               Text{"after spin-up, " + n.english + " run(s) of the baseline",
                                    "sau khởi động, " + n.vietnamese + " lượt chạy hiện trạng"});
    if (paired.has_typical_days()) {
        content.facts.emplace_back(
            Text{"Typical days", "Ngày điển hình"},
            Text{n.english +
                     " result(s) of the baseline, weighted with the days of the year that each stands for; traffic "
                     "numbers are of a mean day",
                 n.vietnamese +
                     " kết quả hiện trạng, tính theo số ngày trong năm mà mỗi ngày đại diện; số liệu giao thông "
                     "là của một ngày trung bình"});
        content.no_maps = {
            "Maps show one period, and these are typical days of a year: `hacthanh compare --rasters` draws the "
            "year as GeoTIFF, and a report of one day its maps.",
            "Bản đồ chỉ vẽ một thời đoạn, còn đây là các ngày điển hình của một năm: `hacthanh compare "
            "--rasters` xuất GeoTIFF của cả năm, báo cáo từng ngày có bản đồ riêng."};
    }
    return {files.front(), paired.options};
}

}  // namespace hacthanh::app
