#include "app/hacthanh/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::app {
namespace {

using io::report::Cell;
using io::report::Content;
using io::report::Row;

/// No traffic measure cuts city-wide PM2.5 with its background by more (lockdown of Hanoi 2020: 7-10 %; Le et al.
/// 2021).
constexpr double most_plausible_cut = 0.15;

/// Smaller changes are in the tables, but nothing is recommended for their sake; our choice.
constexpr double least_worth_naming = 0.01;

void warn_of_cuts(Content& content) {
    for (auto const& row : content.rows) {
        if (row.id != "ground_ug_m3-PM25" && row.id != "ground_ug_m3-PM" && row.id != "people_mean-PM25") continue;
        for (std::size_t i = 0; i < row.changes.size(); ++i) {
            double const share = row.changes[i].value ? row.changes[i].relative : 0;
            if (share >= -most_plausible_cut) continue;
            auto const percent = number_text(-100 * share);
            content.warnings.push_back(
                {fmt::format("Check before use: \"{}\" cuts city-wide particles by {} %. No traffic measure cuts PM2.5 "
                             "with its "
                             "background by more than 15 %; the background may be missing or too low.",
                             content.options.at(i).title.english, percent.english),
                 fmt::format("Cần kiểm tra: phương án “{}” giảm bụi toàn thành phố {} %. Không giải pháp giao thông "
                             "nào giảm PM2,5 (gồm "
                             "cả nồng độ nền) quá 15 %; nồng độ nền có thể thiếu hoặc quá thấp.",
                             content.options.at(i).title.vietnamese, percent.vietnamese)});
        }
    }
}

void warn_of_validity(Content& content) {
    for (auto const& option : content.options)
        if (!option.invalid.empty())
            content.warnings.push_back({fmt::format("\"{}\" is not valid, nothing is ranked on it: {}",
                                                    option.title.english, option.invalid.front()),
                                        fmt::format("Phương án “{}” không hợp lệ, không dùng để xếp hạng: giao thông "
                                                    "trong lượt chạy không đạt yêu cầu.",
                                                    option.title.vietnamese)});
}

Text joined(std::vector<Text> const& list) {
    Text all;
    for (auto const& each : list) {
        all.english += (all.english.empty() ? "" : "; ") + each.english;
        all.vietnamese += (all.vietnamese.empty() ? "" : "; ") + each.vietnamese;
    }
    return all;
}

Text change_text(Row const& row, Cell const& cell) {
    auto const in = [&](Language language) {
        return fmt::format("{} {}\u202f%", row.name.in(language), format_signed(100 * cell.relative, language, 2));
    };
    return {in(Language::english), in(Language::vietnamese)};
}

/// One sentence per option: what becomes better and worse beyond doubt.
void advise_on_options(Content& content) {
    for (std::size_t i = 0; i < content.options.size(); ++i) {
        std::vector<Text> better;
        std::vector<Text> worse;
        for (auto const& row : content.rows) {
            Cell const& change = row.changes.at(i);
            if (!row.in_summary || row.better == 0 || !change.clear || std::abs(change.relative) < least_worth_naming)
                continue;
            bool const good = (*change.value > 0) == (row.better > 0);
            (good ? better : worse).push_back(change_text(row, change));
        }
        auto const& title = content.options[i].title;
        Text text{title.english + ": ", title.vietnamese + ": "};
        if (better.empty() && worse.empty()) {
            text.english += "no main indicator changes by 1 % or more beyond doubt; no ground to recommend it yet.";
            text.vietnamese += "không chỉ tiêu chính nào thay đổi rõ rệt từ 1 % trở lên; chưa đủ cơ sở để kiến nghị.";
        }
        if (!better.empty()) {
            Text const list = joined(better);
            text.english += "better: " + list.english + (worse.empty() ? "." : ". ");
            text.vietnamese += "tốt hơn: " + list.vietnamese + (worse.empty() ? "." : ". ");
        }
        if (!worse.empty()) {
            Text const list = joined(worse);
            text.english += (better.empty() ? "worse: " : "Worse: ") + list.english + ".";
            text.vietnamese += (better.empty() ? "xấu hơn: " : "Xấu hơn: ") + list.vietnamese + ".";
        }
        content.recommendations.push_back(text);
    }
}

void advise_on_data(Content& content) {
    if (content.schematic)
        content.recommendations.push_back(
            {"The network is schematic: before any decision to invest, supply the surveyed network, counts and signal "
             "plans.",
             "Mạng lưới là sơ đồ: trước khi quyết định đầu tư cần bổ sung mạng lưới khảo sát, số liệu đếm xe và chương "
             "trình đèn."});
    if (content.evaluation.empty())
        content.recommendations.push_back(
            {"Supply station and count data to hold the results against local measurements.",
             "Bổ sung số liệu trạm quan trắc và đếm xe để đối chiếu kết quả với đo đạc tại địa phương."});
}

}  // namespace

void add_advice(Content& content) {
    warn_of_validity(content);
    warn_of_cuts(content);
    advise_on_options(content);
    advise_on_data(content);
}

}  // namespace hacthanh::app
