#include "io/report/charts.hpp"
#include "io/report/names.hpp"
#include "io/report/sections.hpp"
#include "sim/demand/geh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::io::report {
namespace {

std::string optional_number(Writer const& writer, std::optional<double> value) {
    return value ? writer.number(*value, 2) : "–";
}

std::string quality_text(Writer const& writer, evaluation::SpeciesScores const& species,
                         std::optional<double> indicator) {
    if (indicator) return writer.number(*indicator, 2);
    if (species.quality_averaging_h == 0) return std::string(writer.word("không quy định", "not defined"));
    return std::string(writer.word("chưa đủ thời gian", "period too short"));
}

void add_scores(Writer& writer, evaluation::SpeciesScores const& species) {
    Table table(writer, writer.word("Độ khớp tại các trạm", "Agreement at the stations"),
                {{std::string(writer.word("Trạm", "Station"))},
                 {"n", true},
                 {std::string(writer.word("Đo (µg/m³)", "Measured (µg/m³)")), true},
                 {std::string(writer.word("Mô phỏng (µg/m³)", "Modelled (µg/m³)")), true},
                 {"FB", true},
                 {"NMSE", true},
                 {"FAC2", true},
                 {"R", true},
                 {"MQI", true}});
    auto const row = [&](std::string const& name, evaluation::Scores const& s, std::optional<double> indicator) {
        table.row({name, std::to_string(s.n), writer.number(s.mean_measured), writer.number(s.mean_modelled),
                   optional_number(writer, s.fb), optional_number(writer, s.nmse), optional_number(writer, s.fac2),
                   optional_number(writer, s.r), quality_text(writer, species, indicator)});
    };
    for (auto const& station : species.stations) row(station.station, station.scores, station.quality_indicator);
    if (species.stations.size() > 1)
        row(std::string(writer.word("Tất cả (MQI: 90 % số trạm)", "All (MQI: 90 % of stations)")), species.scores,
            species.quality_indicator_90);
}

void add_scatter(Writer& writer, evaluation::SpeciesScores const& species, std::string const& name) {
    std::vector<ScatterSeries> series;
    for (auto const& station : species.stations) {
        if (series.size() == 4) break;
        series.push_back({station.station, {}});
        for (auto const& sample : station.samples)
            series.back().points.emplace_back(sample.pair.measured, sample.pair.modelled);
    }
    ChartText text{
        writer.id("scatter-" + species.species),
        fmt::format("{}: {}", name, writer.word("mô phỏng so với đo", "modelled against measured")),
        fmt::format("{} {}; {} {}, {} {}.", species.scores.n, writer.word("cặp số liệu", "pairs"),
                    writer.word("trung bình đo", "mean measured"), writer.number(species.scores.mean_measured),
                    writer.word("mô phỏng", "modelled"), writer.number(species.scores.mean_modelled)),
        "µg/m³", writer.language()};
    writer.html().open("figure").raw(scatter_chart(series, std::string(writer.word("đo (µg/m³)", "measured (µg/m³)")),
                                                   std::string(writer.word("mô phỏng (µg/m³)", "modelled (µg/m³)")),
                                                   text));
    writer.html().leaf("figcaption", text.title).close();
}

void add_day(Writer& writer, evaluation::SpeciesScores const& species, std::string const& name) {
    std::vector<evaluation::Sample> all;
    for (auto const& station : species.stations) all.insert(all.end(), station.samples.begin(), station.samples.end());
    auto const day = evaluation::mean_day(all);
    DayLine measured{
        std::string(writer.word("đo (dải: ± độ lệch chuẩn)", "measured (band: ± standard deviation)")), {}, {}, false};
    DayLine modelled{std::string(writer.word("mô phỏng", "modelled")), {}, {}, true};
    std::size_t hours = 0;
    for (std::size_t hour = 0; hour < 24; ++hour) {
        if (day.at(hour).n == 0) continue;
        ++hours;
        measured.values.at(hour) = day.at(hour).measured;
        measured.spread.at(hour) = day.at(hour).measured_spread;
        modelled.values.at(hour) = day.at(hour).modelled;
    }
    if (hours < 2) return;
    ChartText text{writer.id("day-" + species.species),
                   fmt::format("{}: {}", name, writer.word("diễn biến trung bình theo giờ", "mean course of the day")),
                   fmt::format("{} {}", hours, writer.word("giờ có số liệu.", "hours with data.")), "µg/m³",
                   writer.language()};
    writer.html().open("figure").raw(day_chart({measured, modelled}, text)).leaf("figcaption", text.title).close();
    Table table(writer, text.title,
                {{std::string(writer.word("Giờ", "Hour"))},
                 {"n", true},
                 {std::string(writer.word("Đo (µg/m³)", "Measured (µg/m³)")), true},
                 {std::string(writer.word("Mô phỏng (µg/m³)", "Modelled (µg/m³)")), true}});
    for (std::size_t hour = 0; hour < 24; ++hour)
        if (auto const& h = day.at(hour); h.n > 0)
            table.row({fmt::format("{:02}:00", hour), std::to_string(h.n), writer.number(h.measured),
                       writer.number(h.modelled)});
}

void add_counts(Writer& writer, evaluation::Evaluation const& evaluation, double start_clock_s) {
    writer.heading(4, "Lưu lượng giao thông: GEH", "Traffic flow: GEH");
    double const share = evaluation.below_geh_limit();
    bool const met = share >= demand::geh_share;
    auto const percent = format_number(100 * share, writer.language(), 3);
    writer.paragraph(fmt::format("GEH < 5 ở {} % trong số {} điểm đếm; yêu cầu thông thường là 85 %: {}.", percent,
                                 evaluation.counts.size(), met ? "đạt" : "chưa đạt"),
                     fmt::format("GEH < 5 at {} % of {} counts; the usual demand is 85 %: {}.", percent,
                                 evaluation.counts.size(), met ? "met" : "not met"));
    auto const clock = [start_clock_s](double s) {
        auto const minutes = static_cast<long>(std::lround((s + start_clock_s) / 60));
        return fmt::format("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    };
    Table table(writer, {},
                {{std::string(writer.word("Đường", "Road"))},
                 {std::string(writer.word("Thời gian", "Time"))},
                 {std::string(writer.word("Đếm (xe/giờ)", "Counted (vehicles/h)")), true},
                 {std::string(writer.word("Mô phỏng (xe/giờ)", "Modelled (vehicles/h)")), true},
                 {"GEH", true}});
    for (auto const& count : evaluation.counts)
        table.row({count.road, clock(count.begin_s) + "–" + clock(count.end_s), writer.number(count.counted_per_h),
                   writer.number(count.modelled_per_h), writer.number(count.geh, 2)});
}

}  // namespace

void add_evaluation(Writer& writer, evaluation::Evaluation const& evaluation, double start_clock_s) {
    if (evaluation.empty()) {
        writer.paragraph(
            "Chưa có số liệu: không có số liệu trạm quan trắc hoặc đếm xe đi kèm. Kết quả chưa được đối chiếu với đo "
            "đạc tại "
            "địa phương.",
            "No data: no station or count data were given. The results have not been held against local measurements.",
            "warning");
        return;
    }
    for (auto const& species : evaluation.species) {
        std::string const name(writer.word(pollutant_name(species.species)));
        writer.html().leaf("h4", name);
        if (auto const good = acceptable(species.scores))
            writer.paragraph(*good ? "Trong giới hạn chấp nhận đối với đô thị (FAC2 ≥ 0,3; |FB| ≤ 0,67; NMSE ≤ 6)."
                                   : "Ngoài giới hạn chấp nhận đối với đô thị (FAC2 ≥ 0,3; |FB| ≤ 0,67; NMSE ≤ 6).",
                             *good
                                 ? "Within the limits of acceptance for cities (FAC2 ≥ 0.3, |FB| ≤ 0.67, NMSE ≤ 6)."
                                 : "Outside the limits of acceptance for cities (FAC2 ≥ 0.3, |FB| ≤ 0.67, NMSE ≤ 6).");
        add_scores(writer, species);
        add_scatter(writer, species, name);
        add_day(writer, species, name);
    }
    if (!evaluation.species.empty())
        writer.paragraph(
            "FB > 0: mô hình thấp hơn đo. MQI ≤ 1 ở 90 % số trạm là mục tiêu FAIRMODE, quy định cho một năm; thời gian "
            "ngắn "
            "hơn chỉ có giá trị tham khảo.",
            "FB > 0: the model is too low. MQI ≤ 1 at 90 % of the stations is FAIRMODE's objective for a year; a "
            "shorter "
            "time is an indication only.",
            "note");
    if (!evaluation.counts.empty()) add_counts(writer, evaluation, start_clock_s);
    if (evaluation.left_out.empty()) return;
    writer.paragraph("Dòng số liệu không so sánh được:", "Rows that could not be compared:");
    writer.html().open("ul");
    for (auto const& reason : evaluation.left_out) writer.html().leaf("li", writer.word(reason));
    writer.html().close();
}

}  // namespace hacthanh::io::report
