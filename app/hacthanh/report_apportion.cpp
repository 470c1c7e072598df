#include "app/hacthanh/apportion_text.hpp"
#include "app/hacthanh/renderer.hpp"
#include "app/hacthanh/report_content.hpp"
#include "io/apportion_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::app {
namespace {

using io::report::PlainTable;

constexpr std::size_t most_streets = 12;  // of a place's table; our choice

Text name_of(io::Apportionment const& place) {
    auto const at = fmt::format(" ({:.0f}, {:.0f})", place.x, place.y);
    bool const point = place.kind == "point";
    return {place.name + (point ? at : ""), (place.name_vi.empty() ? place.name : place.name_vi) + (point ? at : "")};
}

/// Rows of parts in one table: number, share of the traffic's, and pro rata of NO2 where the run knew it.
class Parts {
public:
    Parts(io::Apportionment const& place, Text caption) : place_(place) {
        table_.caption = std::move(caption);
        table_.columns = {{{"Part", "Thành phần"}, false},
                          {{"NOₓ [µg/m³]", "NOₓ [µg/m³]"}, true},
                          {{"Share of the traffic's", "Phần của giao thông"}, true}};
        if (place.run_no2)
            table_.columns.push_back(
                {{"NO₂ pro rata of NOₓ [µg/m³], no chemistry", "NO₂ chia theo tỷ lệ NOₓ [µg/m³], không phải hóa học"},
                 true});
    }

    void part(Text const& name, double gives) {
        row(name, gives, place_.traffic > 0 ? percent(gives / place_.traffic) : Text::same("–"), true);
    }
    /// What is no part of the traffic.
    void apart(Text const& name, double gives, bool has_no2) { row(name, gives, Text::same("–"), has_no2); }

    PlainTable take() { return std::move(table_); }

private:
    static Text percent(double share) {
        auto const number = number_text(100 * share);
        return {number.english + " %", number.vietnamese + " %"};
    }
    void row(Text const& name, double gives, Text const& share, bool has_no2) {
        table_.rows.push_back({name, number_text(gives), share});
        if (!place_.run_no2) return;
        auto const no2 = has_no2 ? place_.no2_of(gives) : std::nullopt;
        table_.rows.back().push_back(no2 ? number_text(*no2) : Text::same("–"));
    }

    io::Apportionment const& place_;
    PlainTable table_;
};

PlainTable streets(io::Apportionment const& place) {
    auto const name = name_of(place);
    Parts parts(place, {name.english + ": streets", name.vietnamese + ": theo đường"});
    double others = 0;
    for (std::size_t n = 0; n < place.streets.size(); ++n) {
        auto const& [street, gives] = place.streets[n];
        if (n >= most_streets)
            others += gives;
        else if (street == "(junctions)")
            parts.part({"(junctions)", "(nút giao)"}, gives);
        else if (street == "(off the roads)")
            parts.part({"(off the roads)", "(ngoài đường)"}, gives);
        else
            parts.part(Text::same(street), gives);
    }
    if (place.streets.size() > most_streets) parts.part({"(other streets)", "(các đường khác)"}, others);
    parts.part({"All traffic", "Toàn bộ giao thông"}, place.traffic);
    if (place.background) parts.apart({"Background", "Nồng độ nền"}, *place.background, true);
    if (auto const rest = place.remainder()) {
        parts.apart({"Remainder", "Phần còn lại"}, *rest, false);
        parts.apart({"Mean of the run", "Trung bình của lượt chạy"}, *place.run, false);
    }
    return parts.take();
}

PlainTable classes(io::Apportionment const& place) {
    auto const name = name_of(place);
    Parts parts(place, {name.english + ": vehicles and distance", name.vietnamese + ": loại xe và khoảng cách"});
    for (auto const& one : place.classes) parts.part(vehicle_class_text(one.name), one.gives);
    for (auto const& one : place.distances) parts.part(Text::same(one.name), one.gives);
    return parts.take();
}

/// How far the sum is from the run: what stands for an interval, which one run cannot give.
Text difference(io::Apportionment const& place) {
    auto const rest = place.remainder();
    if (!rest || !(*place.run > 0))
        return {"The run kept no mean there: the sum was not held against it.",
                "Lượt chạy không lưu trung bình tại đây: tổng chưa được đối chiếu."};
    auto const off = number_text(100 * std::abs(*rest) / *place.run);
    bool const much = std::abs(*rest) > notable_difference * *place.run;
    return {fmt::format("The sum differs from the run by {} %{}.", off.english,
                        much ? ": shares are uncertain by as much (the run was not steady, or a source is close)" : ""),
            fmt::format(
                "Tổng khác lượt chạy {} %{}.", off.vietnamese,
                much ? ": các phần cũng bất định chừng đó (lượt chạy chưa ở trạng thái dừng, hoặc nguồn ở sát)" : "")};
}

}  // namespace

void add_apportionment(io::report::Content& content, std::filesystem::path const& file) {
    io::report::Annex annex;
    annex.title = {"Whose air: what streets give to places", "Không khí của ai: mỗi con đường góp bao nhiêu"};
    annex.paragraphs = {
        {"NOₓ of the present state, mean of the run, by linear transport in the run's wind. The background stands "
         "apart "
         "and is in no share. One run: there is no interval over seeds; the remainder to the run's own mean says how "
         "far "
         "to trust a place.",
         "NOₓ hiện trạng, trung bình của lượt chạy, tính bằng vận chuyển tuyến tính theo gió của lượt chạy. Nồng độ "
         "nền "
         "đứng riêng, không nằm trong phần nào. Chỉ một lượt chạy nên không có khoảng tin cậy; phần còn lại so với "
         "trung "
         "bình của lượt chạy cho biết mức tin cậy tại từng điểm."}};
    for (auto const& place : io::read_apportionments(file)) {
        auto const name = name_of(place);
        auto const off = difference(place);
        annex.paragraphs.push_back({name.english + ": " + off.english, name.vietnamese + ": " + off.vietnamese});
        if (place.run_no2 && annex.paragraphs.size() == 2)
            annex.paragraphs.push_back(
                {"NO₂ is shared out in proportion to NOₓ: a convention; without a street NO₂ "
                 "would not fall by its share.",
                 "NO₂ chia theo tỷ lệ NOₓ chỉ là quy ước; bỏ một con đường, NO₂ không giảm đúng "
                 "bằng phần của nó."});
        annex.tables.push_back(streets(place));
        annex.tables.push_back(classes(place));
    }
    content.annexes.push_back(std::move(annex));
}

void add_apportionment_maps(io::report::Content& content, std::filesystem::path const& base,
                            std::filesystem::path const& file, std::filesystem::path const& folder) {
    if (!has_renderer()) return;
    auto const places = io::read_apportionments(file);
    Text const mark = content.schematic ? Text{" Schematic road network.", " Mạng lưới đường sơ đồ."} : Text{};
    for (std::size_t n = 0; n < places.size(); ++n) {
        auto const stem = (folder / fmt::format("apportion{}", n)).string();
        run_renderer({base.string(), "--apportion", file.string(), "--place", std::to_string(n + 1), "--size",
                      "800x640", "--language", "both", "-o", stem + ".png"});
        auto const name = name_of(places[n]);
        io::report::Picture picture{stem + "_vi.png", stem + "_en.png", {}, {}};
        picture.caption = {
            fmt::format("{}: each street's share of the traffic's NOₓ. Simulated, not measured.{}", name.english,
                        mark.english),
            fmt::format("{}: phần của mỗi con đường trong NOₓ do giao thông. Kết quả mô phỏng, không phải số đo.{}",
                        name.vietnamese, mark.vietnamese)};
        picture.alternative = {"Map: streets coloured by what they give to " + name.english + ".",
                               "Bản đồ: màu của đường theo phần góp vào " + name.vietnamese + "."};
        content.maps.push_back({{"Whose air: " + name.english, "Không khí của ai: " + name.vietnamese}, {picture}});
    }
}

}  // namespace hacthanh::app
