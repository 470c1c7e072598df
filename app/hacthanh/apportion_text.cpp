#include "app/hacthanh/apportion_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace hacthanh::app {
namespace {

class Table {
public:
    Table(io::Apportionment const& place, bool vietnamese) : place_(place), vi_(vietnamese) {}

    std::string text(std::size_t top) {
        head();
        streets(top);
        heading("By class of vehicles", "Theo loại xe");
        for (auto const& one : place_.classes) part(say(vehicle_class_text(one.name)), one.gives);
        heading("By distance", "Theo khoảng cách");
        for (auto const& one : place_.distances) part(one.name, one.gives);
        totals();
        return std::move(text_);
    }

private:
    std::string const& say(std::string const& english, std::string const& vietnamese) const {
        return vi_ ? vietnamese : english;
    }

    std::string const& say(Text const& text) const { return vi_ ? text.vietnamese : text.english; }

    void head() {
        text_ += fmt::format(
            "{} ({:.1f}, {:.1f}): NOx [µg/m³], {}{}\n",
            say(place_.name, place_.name_vi.empty() ? place_.name : place_.name_vi), place_.x, place_.y,
            say("share of traffic's", "phần của giao thông"),
            place_.run_no2 ? say(", NO2 pro rata of NOx [µg/m³]", ", NO2 chia theo tỷ lệ NOx [µg/m³]") : "");
        if (place_.people > 0)
            text_ += fmt::format("  {} {:.0f}\n", say("mean weighted with people:", "trung bình theo số dân:"),
                                 place_.people);
    }

    void heading(std::string const& english, std::string const& vietnamese) {
        text_ += say(english, vietnamese) + "\n";
    }

    /// A line; the name is padded by its letters, not its bytes.
    void line(std::string const& name, double gives, std::string const& share, std::optional<double> no2) {
        auto const letters = static_cast<std::size_t>(
            std::ranges::count_if(name, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
        text_ +=
            fmt::format("  {}{} {:>9.3f} {:>8}", name, std::string(letters < 40 ? 40 - letters : 0, ' '), gives, share);
        if (no2) text_ += fmt::format(" {:>9.3f}", *no2);
        text_ += "\n";
    }
    void part(std::string const& name, double gives) {
        line(name, gives, fmt::format("{:.1f} %", place_.traffic > 0 ? 100 * gives / place_.traffic : 0.0),
             place_.no2_of(gives));
    }

    void streets(std::size_t top) {
        std::size_t const shown = std::min(top, place_.streets.size());
        double others = 0;
        for (std::size_t n = 0; n < place_.streets.size(); ++n)
            if (n < shown)
                part(place_.streets[n].name, place_.streets[n].gives);
            else
                others += place_.streets[n].gives;
        if (shown < place_.streets.size()) part(say("(other streets)", "(các đường khác)"), others);
    }

    void totals() {
        heading("Sum", "Tổng");
        part(say("Traffic", "Giao thông"), place_.traffic);
        if (place_.background)
            line(say("Background", "Nồng độ nền"), *place_.background, "", place_.no2_of(*place_.background));
        else
            text_ += say("  The run knew no background.\n", "  Lần chạy không có nồng độ nền.\n");
        if (auto const rest = place_.remainder()) {
            line(say("Remainder", "Phần còn lại"), *rest, "", {});
            line(say("Mean of the run", "Trung bình của lần chạy"), *place_.run, "", place_.run_no2);
        }
        text_ += fmt::format("  {}\n", vi_ ? fmt::format("Giao thông + nền + phần còn lại = trung bình của lần chạy. "
                                                         "Không bỏ bớt đường nào; phần dư của lời giải {:.0e}.",
                                                         place_.truncation)
                                           : fmt::format("Traffic + background + remainder = mean of the run. No "
                                                         "street is left out; residual of the solution {:.0e}.",
                                                         place_.truncation));
        if (place_.run && std::abs(*place_.remainder()) > notable_difference * *place_.run)
            text_ +=
                say("  The sum differs from the run by more than 10 %: the run was not steady, or the place lies close "
                    "to a "
                    "source.\n",
                    "  Tổng khác lần chạy hơn 10 %: lần chạy chưa đạt trạng thái dừng, hoặc điểm này nằm sát nguồn.\n");
    }

    io::Apportionment const& place_;
    bool vi_;
    std::string text_;
};

}  // namespace

Text vehicle_class_text(std::string const& name) {
    static std::map<std::string, std::string> const vietnamese = {
        {"motorcycle", "xe máy"}, {"car", "ô tô con"}, {"van", "xe tải nhẹ, giao hàng"},
        {"bus", "xe buýt"},       {"truck", "xe tải"}, {"other", "xe khác"}};
    auto const known = vietnamese.find(name);
    return {name, known == vietnamese.end() ? name : known->second};
}

std::string apportion_text(io::Apportionment const& place, std::size_t top, bool vietnamese) {
    return Table(place, vietnamese).text(top);
}

}  // namespace hacthanh::app
