#include "app/hacthanh/report_rows.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

using io::report::Content;
using io::report::Option;
using Json = nlohmann::ordered_json;

study::Verdict verdict_of(std::string const& name) {
    using study::Verdict;
    for (auto const verdict :
         {Verdict::no_change, Verdict::too_few_pairs, Verdict::not_distinguishable, Verdict::within_systematic,
          Verdict::below_least_share, Verdict::less, Verdict::more, Verdict::not_valid})
        if (study::name(verdict) == name) return verdict;
    if (name == "not distinguishable") return Verdict::not_distinguishable;  // of older programs
    return Verdict::too_few_pairs;                                           // says the least
}

study::PairedDifference difference_of(Json const& json, std::size_t pairs) {
    study::PairedDifference difference;
    difference.pairs = pairs;
    difference.base = json.at("base").get<double>();
    difference.mean = json.at("difference").get<double>();
    difference.half_width = std::numeric_limits<double>::infinity();
    if (json.contains("difference_ci"))
        difference.half_width =
            (json.at("difference_ci").at(1).get<double>() - json.at("difference_ci").at(0).get<double>()) / 2;
    difference.verdict = verdict_of(json.at("verdict").get<std::string>());
    return difference;
}

Text finding_text(Json const& expectation) {
    static std::map<std::string, std::string> const vietnamese = {{"as expected", "đúng như dự kiến"},
                                                                  {"not distinguishable", "chưa phân biệt được"},
                                                                  {"against the expectation", "trái với dự kiến"},
                                                                  {"not valid", "không hợp lệ"},
                                                                  {"not in this run", "không có trong lượt chạy này"}};
    auto const text = [&](char const* key) { return expectation.at(key).get<std::string>(); };
    std::string const name = text("place") == "all" ? text("indicator") : text("indicator") + "@" + text("place");
    Text const label = indicator_label(name);
    auto const known = vietnamese.find(text("finding"));
    std::string const published =
        text("published").empty() ? "" : fmt::format(" ({} [{}])", text("published"), text("source"));
    Text const sign = text("sign") == "+"   ? Text{"more", "tăng"}
                      : text("sign") == "-" ? Text{"less", "giảm"}
                                            : Text{"no change", "không đổi"};
    return {fmt::format("{}: expected {}, found {}{}", label.english, sign.english, text("finding"), published),
            fmt::format("{}: dự kiến {}, kết quả {}{}", label.vietnamese, sign.vietnamese,
                        known == vietnamese.end() ? text("finding") : known->second, published)};
}

Option option_of(std::string const& name, Json const& variant) {
    Option option;
    option.name = name;
    option.title = {variant.at("title").get<std::string>(), variant.at("title_vi").get<std::string>()};
    option.note = {variant.value("note", ""), variant.value("note_vi", "")};
    option.mode = variant.at("mode") == "planning"
                      ? Text{"Planning: routes in equilibrium.", "Chế độ quy hoạch: tuyến đi ở trạng thái cân bằng."}
                      : Text{"Operational: today's routes.", "Chế độ vận hành: giữ lựa chọn tuyến hiện nay."};
    for (auto const& note : variant.at("notes")) option.remarks.push_back(Text::same(note.get<std::string>()));
    for (auto const& expectation : variant.at("expectations")) option.findings.push_back(finding_text(expectation));
    for (auto const& why : variant.at("invalid_because")) option.invalid.push_back(why.get<std::string>());
    return option;
}

void read_variants(Content& content, Json const& document) {
    std::size_t const pairs = document.at("runs").size();
    std::vector<ComparedOption> compared;
    for (auto const& [name, variant] : document.at("variants").items()) {
        compared.push_back({option_of(name, variant), {}});
        for (auto const& [indicator, difference] : variant.at("differences").items())
            compared.back().indicators.push_back({indicator, difference_of(difference, pairs)});
    }
    add_options(content, std::move(compared));
    auto span = document.at("compared").get<std::string>();
    if (auto const to = span.find('-'); to != std::string::npos) span.replace(to, 1, "–");
    content.facts.emplace_back(
        Text{"Compared", "Thời gian so sánh"},
        Text{fmt::format("{}, {} pairs of runs", span, pairs), fmt::format("{}, {} cặp lượt chạy", span, pairs)});
}

}  // namespace

void add_whatif(Content& content, std::filesystem::path const& document) {
    std::ifstream in(document);
    try {
        read_variants(content, Json::parse(in));
    } catch (nlohmann::json::exception const& error) {
        throw InputError(document.string(), error.what(), "it must be the whatif.json that `hacthanh whatif` wrote");
    }
}

}  // namespace hacthanh::app
