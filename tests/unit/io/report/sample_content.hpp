#pragma once

#include "io/report/content.hpp"

#include <string>

namespace hacthanh::io::report {

/// A report with something in every part of it; `poison` stands in every text, to see whether it is escaped.
inline Content sample_content(std::string const& poison = {}) {
    auto const text = [&](std::string const& english, std::string const& vietnamese) {
        return Text{english + poison, vietnamese + poison};
    };
    Content content;
    content.title = text("Thanh Hoá, morning", "Thanh Hoá, buổi sáng");
    content.note = text("A note", "Ghi chú");
    content.schematic = true;
    content.day = std::chrono::year(2026) / 9 / 2;
    content.start_clock_s = 7 * 3600;
    content.facts = {{text("Wind", "Gió"), text("calm", "lặng gió")}};
    Option option;
    option.name = "zone" + poison;
    option.title = text("Zone", "Vùng");
    option.note = text("Its note", "Ghi chú của nó");
    option.mode = text("Operational.", "Vận hành.");
    option.remarks = {text("a remark", "một lưu ý")};
    option.findings = {text("a finding", "một nhận xét")};
    option.invalid = {"jammed" + poison};
    option.tables = {{text("Place", "Tại chỗ"),
                      {{text("A", "A"), false}, {text("B", "B"), true}},
                      {{text("x", "x"), text("1", "1")}}}};
    content.options = {option};
    Row row;
    row.id = "no2";
    row.name = text("NO2 of people", "NO2 của người dân");
    row.unit = text("µg/m³", "µg/m³");
    row.pillar = text("Life", "Đời sống");
    row.in_summary = true;
    row.base.value = 1234.5;
    Cell change;
    change.value = -12.25;
    change.interval = {-20, -4.5};
    change.relative = -0.01;
    change.verdict = text("less", "giảm");
    change.clear = true;
    row.changes = {change};
    content.rows = {row};
    row.id = "deaths";
    row.name = text("Deaths", "Tử vong sớm");
    row.base = {};
    row.base.missing = text("period too short", "chưa đủ thời gian");
    row.changes.front() = row.base;
    content.rows.push_back(row);
    content.warnings = {text("a warning", "một cảnh báo")};
    content.recommendations = {text("do it", "kiến nghị")};
    content.no_maps = text("no maps", "không có bản đồ");
    content.annexes = {
        {text("Wards", "Phường"),
         {text("by ward", "theo phường")},
         {{text("Table", "Bảng"), {{text("Ward", "Phường"), false}}, {{text("Hạc Thành", "Hạc Thành")}}}},
         {{text("Tornado", "Độ nhạy"), text("VND", "đồng"), 5, {{text("fuel", "nhiên liệu"), 3, 9}}}}}};
    content.assumptions = {{text("Background", "Nồng độ nền"), text("35", "35"), text("a source", "một nguồn"), 'M'}};
    content.sources = {{"net.xml" + poison, "network", std::string(64, 'a')}};
    content.program = "hacthanh 0.1.0" + poison;
    evaluation::StationScores station{"Lam Sơn" + poison, {}, {}, {}, 0};
    for (int hour = 0; hour < 4; ++hour) station.samples.push_back({hour * 3600, 1, {10.0 + hour, 12.0}});
    content.evaluation.species = {evaluation::evaluate("NO2", {station})};
    content.evaluation.counts = {evaluation::evaluate_count("Trần Phú" + poison, 0, 3600, 800, 700)};
    content.evaluation.left_out = {text("not covered", "không bao trùm")};
    return content;
}

}  // namespace hacthanh::io::report
