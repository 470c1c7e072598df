#pragma once
/// The words of the window in both languages.

#include "sim/core/language.hpp"

#include <QString>

#include <string>

namespace hacthanh::viz::words {

#define HACTHANH_WORDS(name, english, vietnamese)    \
    inline Text const& name() {                      \
        static Text const text{english, vietnamese}; \
        return text;                                 \
    }

HACTHANH_WORDS(layers, "Layers", "Lớp hiển thị")
HACTHANH_WORDS(time, "Time", "Thời gian")
HACTHANH_WORDS(chart, "Series", "Chuỗi thời gian")
HACTHANH_WORDS(bookmarks, "Bookmarks", "Góc nhìn đã lưu")
HACTHANH_WORDS(play, "Play", "Chạy")
HACTHANH_WORDS(pause, "Pause", "Dừng")
HACTHANH_WORDS(loop, "Loop", "Lặp")
HACTHANH_WORDS(mean, "Mean of the run", "Trung bình cả lượt")
HACTHANH_WORDS(opacity, "Opacity", "Độ đậm")
HACTHANH_WORDS(field, "Pollutant", "Chất ô nhiễm")
HACTHANH_WORDS(height, "Height [m]", "Độ cao [m]")
HACTHANH_WORDS(search, "Search a street", "Tìm đường phố")
HACTHANH_WORDS(not_found, "No street of that name", "Không có đường tên này")
HACTHANH_WORDS(single, "First result", "Kết quả thứ nhất")
HACTHANH_WORDS(side_by_side, "A | B", "A | B")
HACTHANH_WORDS(swipe, "Swipe", "Vuốt so sánh")
HACTHANH_WORDS(difference, "B − A", "B − A")
HACTHANH_WORDS(file, "File", "Tệp")
HACTHANH_WORDS(view, "View", "Xem")
HACTHANH_WORDS(edit, "Edit", "Sửa")
HACTHANH_WORDS(help, "Help", "Trợ giúp")
HACTHANH_WORDS(open_scene, "Open scene…", "Mở cảnh…")
HACTHANH_WORDS(save_scene, "Save scene…", "Lưu cảnh…")
HACTHANH_WORDS(save_csv, "Save series as CSV…", "Lưu chuỗi dạng CSV…")
HACTHANH_WORDS(save_picture, "Save picture…", "Lưu ảnh…")
HACTHANH_WORDS(quit, "Quit", "Thoát")
HACTHANH_WORDS(undo, "Undo", "Hoàn tác")
HACTHANH_WORDS(redo, "Redo", "Làm lại")
HACTHANH_WORDS(add_bookmark, "Keep this view", "Lưu góc nhìn này")
HACTHANH_WORDS(remove_bookmark, "Forget the chosen view", "Bỏ góc nhìn đang chọn")
HACTHANH_WORDS(whole_city, "Whole city", "Toàn thành phố")
HACTHANH_WORDS(from_above, "From above", "Nhìn từ trên")
HACTHANH_WORDS(oblique, "Oblique", "Nhìn nghiêng")
HACTHANH_WORDS(language, "Tiếng Việt", "English")
HACTHANH_WORDS(keys, "Keys", "Phím tắt")
HACTHANH_WORDS(simulation, "Simulation, not measurement", "Kết quả mô phỏng, không phải số đo")
HACTHANH_WORDS(schematic, "Schematic road network", "Mạng lưới đường sơ đồ")
HACTHANH_WORDS(running, "The run goes on", "Lượt chạy đang tiếp diễn")
HACTHANH_WORDS(click, "Click a street, a building or the air for its numbers",
               "Bấm vào đường, nhà hoặc không khí để xem số liệu")
HACTHANH_WORDS(
    key_list,
    "Space: play, pause\n, and . : step back, forward\nM: mean of the run\nArrows: move · + −: nearer, farther\n"
    "Enter: numbers of what is in the middle · Ctrl+Left, Ctrl+Right: border of the swipe\n"
    "Tab: to the next control, where arrows and Space are its own · Esc: back to the picture\n"
    "[ ]: turn · PgUp, PgDn: tilt · Home, Ctrl+0: whole city · T: from above · O: oblique\n1 2 3 4: first result, A | "
    "B, swipe, B − A\n"
    "Ctrl+F: search a street · B: keep this view · Ctrl+D: forget the chosen one\nCtrl+Z, Ctrl+Shift+Z: undo, redo\n"
    "Ctrl+O, Ctrl+S: open, save the scene · Ctrl+E: series as CSV · Ctrl+P: picture\nL: Vietnamese, English · F1, ?: "
    "this list · Ctrl+Q: quit",
    "Phím cách: chạy, dừng\n, và . : lùi, tiến một bước\nM: trung bình cả lượt\nMũi tên: di chuyển · + −: gần, xa\n"
    "Enter: số liệu ở giữa hình · Ctrl+Trái, Ctrl+Phải: ranh giới vuốt\n"
    "Tab: sang nút kế tiếp, tại đó mũi tên và phím cách là của nút · Esc: về hình\n"
    "[ ]: xoay · PgUp, PgDn: nghiêng · Home, Ctrl+0: toàn thành phố · T: từ trên · O: nghiêng\n1 2 3 4: kết quả thứ "
    "nhất, A | B, vuốt, B − A\n"
    "Ctrl+F: tìm đường phố · B: lưu góc nhìn · Ctrl+D: bỏ góc nhìn đang chọn\nCtrl+Z, Ctrl+Shift+Z: hoàn tác, làm lại\n"
    "Ctrl+O, Ctrl+S: mở, lưu cảnh · Ctrl+E: chuỗi dạng CSV · Ctrl+P: ảnh\nL: tiếng Việt, tiếng Anh · F1, ?: bảng này · "
    "Ctrl+Q: thoát")

#undef HACTHANH_WORDS

/// A choice of `colour_by` for people; "emission:NOx" and "kerb:NOx" keep their species.
inline Text colour_choice(std::string const& choice) {
    struct Choice {
        char const* name;
        Text text;
    };
    static Choice const choices[] = {
        {"plain", {"plain", "một màu"}},           {"speed", {"speed", "tốc độ"}},
        {"flow", {"flow", "lưu lượng"}},           {"concentration", {"concentration", "nồng độ"}},
        {"residents", {"residents", "dân số"}},    {"vn_aqi", {"VN_AQI classes", "mức VN_AQI"}},
        {"arrows", {"arrows", "mũi tên"}},         {"streamlines", {"streamlines", "đường dòng"}},
        {"height", {"height", "chiều cao"}},       {"use", {"use", "công năng"}},
        {"group", {"kind of vehicle", "loại xe"}}, {"cover", {"cover", "lớp phủ"}}};
    for (Choice const& known : choices)
        if (choice == known.name) return known.text;
    auto const colon = choice.find(':');
    if (colon == std::string::npos) return Text::same(choice);
    std::string const species = choice.substr(colon + 1);
    return choice.starts_with("kerb") ? Text{species + " at the kerb", species + " ở mép đường"}
                                      : Text{"emission of " + species, "phát thải " + species};
}

inline QString in(Text const& text, Language language) { return QString::fromStdString(text.in(language)); }

}  // namespace hacthanh::viz::words
