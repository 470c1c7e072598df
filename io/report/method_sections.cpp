#include "io/report/model_validation.hpp"
#include "io/report/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hacthanh::io::report {
namespace {

/// Vietnamese headings and names of the validation page, whose own are English.
struct Name {
    char const* english;
    char const* vietnamese;
};
constexpr std::array case_names = {
    Name{"prairie_grass", "Prairie Grass: nguồn điểm trên đồng cỏ"},
    Name{"epa_7x11", "Hầm gió: 7 × 11 khối nhà"},
    Name{"canyon", "Hẻm phố trong hầm gió"},
    Name{"marylebone", "Đường Marylebone, Luân Đôn: NO₂ theo giờ"},
};
constexpr std::array model_names = {
    Name{"finite volume", "thể tích hữu hạn"}, Name{"line source", "nguồn đường"}, Name{"particles", "hạt"},
    Name{"null model", "mô hình đối chứng"},   Name{"kerb", "mép đường"},
};

struct SetName {
    char const* name;
    Text shown;
};
std::array<SetName, 4> const set_names = {SetName{"cic", {"integral across the wind", "tích phân ngang gió"}},
                                          SetName{"arc_max", {"maximum of an arc", "cực đại trên cung đo"}},
                                          SetName{"both", {"all points", "tất cả điểm đo"}},
                                          SetName{"hourly", {"hourly", "theo giờ"}}};

std::string set_name(std::string const& name, Language language) {
    auto const known = std::ranges::find(set_names, std::string_view(name), &SetName::name);
    return known == set_names.end() ? name : known->shown.in(language);
}

template <std::size_t n>
std::string translated(std::array<Name, n> const& names, std::string const& english, Language language) {
    if (language == Language::english) return english;
    auto const known = std::ranges::find(names, std::string_view(english), &Name::english);
    return known == names.end() ? english : known->vietnamese;
}

/// Numbers of the page in the signs of the language.
std::string localised(std::string text, Language language) {
    if (language == Language::vietnamese) std::ranges::replace(text, '.', ',');
    if (text.starts_with('-')) text.replace(0, 1, "−");
    return text;
}

std::string without_interval(std::string const& text) { return text.substr(0, text.find(" (")); }

void add_case(Writer& writer, ValidationCase const& each) {
    Language const language = writer.language();
    auto const met = static_cast<std::size_t>(std::ranges::count_if(each.gates, &ValidationCase::Gate::met));
    writer.html().leaf("h4", language == Language::english ? each.title : translated(case_names, each.id, language));
    writer.paragraph(fmt::format("Đạt {} trên {} ngưỡng đặt ra trước.", met, each.gates.size()),
                     fmt::format("{} of {} limits that were set beforehand are met.", met, each.gates.size()));
    std::vector<ValidationCase::Score> shown;
    for (auto const& score : each.scores)
        if (!score.n.empty() && (each.id != "epa_7x11" || score.set == "both")) shown.push_back(score);
    if (!shown.empty()) {
        Table table(writer, {},
                    {{std::string(writer.word("Mô hình, tập số liệu", "Model, set"))},
                     {"n", true},
                     {"FAC2", true},
                     {"FB", true},
                     {"NMSE", true},
                     {"R", true}});
        for (auto const& s : shown)
            table.row({translated(model_names, s.model, language) + ", " + set_name(s.set, language), s.n,
                       localised(without_interval(s.fac2), language), localised(without_interval(s.fb), language),
                       localised(without_interval(s.nmse), language), localised(without_interval(s.r), language)});
    }
    if (met == each.gates.size()) return;
    writer.paragraph("Ngưỡng chưa đạt:", "Limits that are not met:");
    writer.html().open("ul");
    for (auto const& gate : each.gates)
        if (!gate.met)
            writer.html().leaf("li",
                               fmt::format("{}: {}, {} {}", gate.name, localised(gate.limit, language),
                                           writer.word("đạt được", "reached"), localised(gate.reached, language)));
    writer.html().close();
}

}  // namespace

void add_model_validation(Writer& writer) {
    writer.paragraph(
        "So sánh mô hình với các phép đo đã công bố, do chính dự án thực hiện. FAC2: tỷ lệ trong khoảng một nửa đến "
        "hai lần giá "
        "trị đo; FB > 0: mô hình thấp hơn đo.",
        "The model against published measurements, by the project itself. FAC2: share within half and twice the "
        "measured value; "
        "FB > 0: the model is too low.");
    for (auto const& each : model_validation()) add_case(writer, each);
}

void add_limits_of_method(Writer& writer) {
    writer.html().open("ul");
    writer.item(
        "Nồng độ tại một tuyến phố thường sai lệch ±30–50 % đối với trung bình năm; hệ số phát thải xe máy Việt Nam "
        "±50 % "
        "đối với CO và HC, lưu lượng ±15–20 % (chưa kiểm chứng).",
        "The concentration in one street is usually uncertain by ±30–50 % as an annual mean; emission factors of "
        "Vietnamese motorcycles by ±50 % for CO and HC, flows by ±15–20 % (not verified).");
    writer.item(
        "Một thay đổi chỉ được công bố khi có ít nhất năm cặp lượt chạy, khoảng tin cậy 95 % không chứa số 0 và mức "
        "thay đổi "
        "không dưới 5 % giá trị tại tuyến phố.",
        "A change is claimed only with five pairs of runs or more, a 95 % interval without zero, and at streets never "
        "below 5 % of the value there.");
    writer.item(
        "Thời gian mô phỏng không phải là một năm: giới hạn năm, số ca tử vong và giá trị sức khoẻ chỉ tính khi có "
        "trung bình "
        "năm.",
        "The simulated time is not a year: annual limits, deaths and the value of health need an annual mean.");
    writer.item(
        "Giao thông thường chỉ đóng góp một phần nhỏ của PM2,5: không có nồng độ nền thì bản đồ chỉ cho phần do giao "
        "thông "
        "trong vùng tính.",
        "Traffic is usually a small part of PM2.5: without a background a map shows only what the traffic of the area "
        "adds.");
    writer.item("Khi gió dưới 1 m/s, mô hình dùng tốc độ gió tối thiểu; kết quả lúc lặng gió kém tin cậy hơn.",
                "Below 1 m/s the model keeps a least wind; results in calms are less certain.");
    writer.item("Không tính: tiếng ồn, cây xanh, bãi đỗ xe, chuyển đổi phương thức đi lại (là số liệu đầu vào).",
                "Not computed: noise, plants, parking, choice of mode (an input).");
    writer.html().close();
}

}  // namespace hacthanh::io::report
