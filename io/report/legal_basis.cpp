#include "io/report/legal_basis.hpp"

#include <array>
#include <string>

namespace hacthanh::io::report {
namespace {

/// evidence: S = found in a source, M = from memory, to be verified before use. `place`: named only where it applies.
struct Entry {
    char const* document_vi;
    char const* document_en;
    int year;
    unsigned month;
    unsigned day;
    char const* about_vi;
    char const* about_en;
    char const* place;
    char evidence;
};

constexpr std::array entries = {
    Entry{"Nghị quyết số 58-NQ/TW của Bộ Chính trị", "Resolution 58-NQ/TW of the Politburo", 2020, 8, 5,
          "về xây dựng và phát triển tỉnh Thanh Hoá đến năm 2030, tầm nhìn đến năm 2045",
          "on Thanh Hoá to 2030 with a vision to 2045", "Thanh Hoá", 'M'},
    Entry{"Nghị quyết số 1686/NQ-UBTVQH15", "Resolution 1686/NQ-UBTVQH15", 2025, 6, 16,
          "về sắp xếp các đơn vị hành chính cấp xã của tỉnh Thanh Hoá",
          "on the re-organisation of the commune-level units of Thanh Hoá", "Thanh Hoá", 'M'},
    Entry{"Nghị định số 269/2025/NĐ-CP", "Decree 269/2025/NĐ-CP", 2025, 10, 14, "về phát triển đô thị thông minh",
          "on smart-city development", "", 'S'},
    Entry{"Quyết định số 2597/QĐ-TTg", "Decision 2597/QĐ-TTg", 2025, 11, 27, "về đề án phát triển đô thị thông minh",
          "on the smart-city scheme", "", 'S'},
    Entry{"Thông tư số 03/2026/TT-BXD", "Circular 03/2026/TT-BXD", 2026, 1, 28,
          "về bộ chỉ số đô thị thông minh (chương trình chưa có bảng chỉ số này)",
          "on smart-city indicators (the program does not have their table yet)", "", 'S'},
    Entry{"Quyết định số 2530/QĐ-TTg", "Decision 2530/QĐ-TTg", 2025, 11, 19,
          "về kế hoạch hành động quốc gia quản lý chất lượng không khí giai đoạn 2026–2030",
          "on the national air-quality action plan 2026–2030", "", 'S'},
    Entry{"Thông tư số 01/2023/TT-BTNMT, QCVN 05:2023/BTNMT", "Circular 01/2023/TT-BTNMT, QCVN 05:2023/BTNMT", 2023, 3,
          13, "về quy chuẩn kỹ thuật quốc gia chất lượng không khí",
          "on the national technical regulation on ambient air quality", "", 'S'},
    Entry{"Quyết định số 1459/QĐ-TCMT", "Decision 1459/QĐ-TCMT", 2019, 11, 12,
          "về tính toán và công bố chỉ số chất lượng không khí VN_AQI",
          "on calculating and publishing the air-quality index VN_AQI", "", 'S'},
    Entry{"Nghị định số 30/2020/NĐ-CP", "Decree 30/2020/NĐ-CP", 2020, 3, 5, "về thể thức văn bản hành chính",
          "on the layout of administrative documents", "", 'M'},
};

/// The two ways to set the tone mark of "oa" made one.
std::string folded(std::string_view text) {
    std::string out(text);
    for (std::size_t at = 0; (at = out.find("óa", at)) != std::string::npos;)
        out.replace(at, std::string("óa").size(), "oá");
    return out;
}

}  // namespace

std::vector<LegalReference> legal_basis(std::chrono::year_month_day day, std::string_view title_vi) {
    std::string const title = folded(title_vi);
    std::vector<LegalReference> found;
    for (auto const& e : entries) {
        std::chrono::year_month_day const issued{std::chrono::year(e.year), std::chrono::month(e.month),
                                                 std::chrono::day(e.day)};
        if (issued > day || title.find(e.place) == std::string::npos) continue;
        found.push_back({{e.document_en, e.document_vi}, issued, {e.about_en, e.about_vi}, e.evidence});
    }
    return found;
}

}  // namespace hacthanh::io::report
