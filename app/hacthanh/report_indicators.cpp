#include "app/hacthanh/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace hacthanh::app {
namespace {

using io::report::Content;

/// An indicator of a standard and what this report can say of it. Clauses are from memory (evidence M) unless marked S:
/// to be checked against the standards before they are cited.
struct Entry {
    char const* clause;
    char const* english;
    char const* vietnamese;
    char const* row;  ///< of the comparison that shows it; "" = none
    char const* said_english;
    char const* said_vietnamese;
    char evidence;
};

constexpr char const* annual_en = "not in this report: an annual mean is needed, the simulated period is too short";
constexpr char const* annual_vi = "không có trong báo cáo này: cần trung bình năm, thời gian mô phỏng chưa đủ";
constexpr char const* people_en = "not in this report: no population by place was used";
constexpr char const* people_vi = "không có trong báo cáo này: chưa dùng số liệu dân cư theo vị trí";

constexpr std::array entries = {
    Entry{"ISO 37120:2018, 8.1", "PM2.5 concentration", "Nồng độ bụi mịn PM2,5", "", annual_en, annual_vi, 'M'},
    Entry{"ISO 37120:2018, 8.2", "PM10 concentration", "Nồng độ bụi PM10", "", annual_en, annual_vi, 'M'},
    Entry{"ISO 37120:2018, 8.5", "NO₂ concentration", "Nồng độ NO₂", "", annual_en, annual_vi, 'M'},
    Entry{"ISO 37120:2018, 8.3; U4SSC EN:EN:AQ:2C", "Greenhouse gases per capita",
          "Phát thải khí nhà kính bình quân đầu người", "emitted_kg-CO2",
          "road transport part of the simulated time only, total, not per capita and year",
          "chỉ phần giao thông đường bộ trong thời gian mô phỏng, tổng số, không phải bình quân năm", 'M'},
    Entry{"ISO 37120:2018, 8.6–8.7", "SO₂, O₃", "SO₂, O₃", "", "not computed as city means",
          "không tính trung bình toàn thành phố", 'M'},
    Entry{"ISO 37120:2018, 8.8; U4SSC EN:EN:EQ:2", "Exposure to noise", "Phơi nhiễm tiếng ồn", "",
          "not computed: no noise model in this version", "không tính: phiên bản này chưa có mô hình tiếng ồn", 'M'},
    Entry{"U4SSC EN:EN:AQ:1C", "Air pollution index (VN_AQI)", "Chỉ số chất lượng không khí VN_AQI", "",
          "not in this report: hourly values need their own averaging times",
          "không có trong báo cáo này: cần đủ thời gian trung bình theo quy định", 'S'},
    Entry{"QCVN 05:2023", "People above each limit", "Tỷ lệ dân số vượt quy chuẩn", "", people_en, people_vi, 'S'},
    Entry{"–", "Population-weighted concentration", "Nồng độ trung bình theo dân số", "", people_en, people_vi, 'M'},
    Entry{"ISO 37120:2018, 19.1", "Public transport, km per 100,000 people",
          "Km tuyến vận tải công cộng trên 100.000 dân", "", "an input, not a result",
          "là số liệu đầu vào, không phải kết quả", 'M'},
    Entry{"ISO 37120:2018, 19.3", "Commuters without a vehicle of their own", "Tỷ lệ đi làm không dùng xe cá nhân", "",
          "an input, not a result: the model has no choice of mode",
          "là số liệu đầu vào: mô hình không tính lựa chọn phương thức", 'M'},
    Entry{"ISO 37120:2018, 19.5", "Transport deaths per 100,000 people", "Tử vong giao thông trên 100.000 dân", "",
          "cannot be computed by this method", "phương pháp này không tính được", 'M'},
    Entry{"ISO 37120:2018, 19.6", "People within 0.5 km of a bus every 20 min",
          "Dân trong bán kính 0,5 km có xe buýt ≤ 20 phút/chuyến", "", people_en, people_vi, 'M'},
    Entry{"ISO 37120:2018, 19.7", "Average commute time", "Thời gian đi làm trung bình", "trip_min",
          "mean trip of the simulated time, all purposes",
          "chuyến đi trung bình trong thời gian mô phỏng, mọi mục đích", 'M'},
    Entry{"U4SSC, transport 5A", "Travel time index", "Chỉ số thời gian đi lại", "time_per_km_s",
          "as time per km; free-flow time is not given", "thể hiện qua thời gian mỗi km; chưa có thời gian dòng tự do",
          'M'},
    Entry{"–", "Delay", "Thời gian chậm trễ", "delay_h", "vehicle-hours; person-hours need occupancies",
          "giờ-xe; giờ-người cần số người trên xe", 'M'},
    Entry{"–", "Fuel", "Nhiên liệu", "emitted_kg-fuel", "mass burnt in the simulated time",
          "khối lượng tiêu thụ trong thời gian mô phỏng", 'M'},
    Entry{"U4SSC, transport 8A; ISO 37122, 19", "Low-emission vehicles", "Tỷ lệ xe phát thải thấp", "",
          "an input of the options", "là giả thiết của phương án", 'M'},
    Entry{"ISO 37122, 8.2", "Air-quality stations per km²", "Trạm quan trắc không khí trên km²", "",
          "no data: list of stations not given", "chưa có số liệu: chưa có danh sách trạm", 'M'},
    Entry{"NĐ 269/2025; TT 03/2026", "Results with full provenance", "Kết quả có truy vết, dữ liệu mở", "provenance",
          "yes: annex with input files and hashes", "có: phụ lục nguồn số liệu kèm mã băm", 'S'},
};

/// "1.88 min: mean trip of …", or only what is to be said.
Text said(Content const& content, Entry const& entry) {
    Text const words{entry.said_english, entry.said_vietnamese};
    auto const row = std::ranges::find(content.rows, std::string_view(entry.row), &io::report::Row::id);
    if (row == content.rows.end() || !row->base.value) {
        bool const shown_elsewhere = std::string_view(entry.row).empty() || std::string_view(entry.row) == "provenance";
        return shown_elsewhere ? words
                               : Text{"no data: nothing was compared", "chưa có số liệu: chưa so sánh phương án"};
    }
    auto const value = number_text(*row->base.value);
    return {fmt::format("{} {}: {}", value.english, row->unit.english, words.english),
            fmt::format("{} {}: {}", value.vietnamese, row->unit.vietnamese, words.vietnamese)};
}

}  // namespace

void add_indicators(Content& content) {
    io::report::Annex annex;
    annex.title = {"Indicators of ISO 37120 and U4SSC", "Chỉ tiêu ISO 37120 và U4SSC"};
    annex.paragraphs = {
        {"What of the standards' indicators this report can say, and what it cannot. Clauses marked M are to be "
         "checked.",
         "Những chỉ tiêu nào của tiêu chuẩn báo cáo này nêu được và không nêu được. Số điều đánh dấu M cần kiểm tra "
         "lại."}};
    io::report::PlainTable table;
    table.columns = {{{"Indicator", "Chỉ tiêu"}, false},
                     {{"Standard, clause", "Tiêu chuẩn, điều"}, false},
                     {{"Present state, or why there is none", "Hiện trạng, hoặc lý do không có"}, false}};
    for (auto const& entry : entries)
        table.rows.push_back({{entry.english, entry.vietnamese},
                              Text::same(fmt::format("{} ({})", entry.clause, entry.evidence)),
                              said(content, entry)});
    annex.tables.push_back(std::move(table));
    content.annexes.push_back(std::move(annex));
}

}  // namespace hacthanh::app
