#include "viz/window/legend_widget.hpp"

#include "sim/core/nice_numbers.hpp"
#include "viz/window/texts.hpp"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz {
namespace {

constexpr int legend_height = 62;
constexpr int bar_height = 12;
constexpr int margin = 12;
constexpr int widest_bar = 420;

QColor colour_of(Colour c) { return {c.red, c.green, c.blue, c.alpha}; }

QString text_of(double value, Language language) { return QString::fromStdString(format_number(value, language)); }

void draw_scale(QPainter& painter, SceneLegend const& legend, QRect box, Language language) {
    ColourScale const scale(legend.colour_map, legend.scale, legend.range.low, legend.range.high, legend.fade_in,
                            legend.dark_low);
    QRect const bar(box.left(), box.top() + 18, box.width(), bar_height);
    painter.fillRect(bar, Qt::white);
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         colour_of(scale.at_fraction((x + 0.5) / bar.width())));
    painter.drawRect(bar);
    auto const mark = [&](int foot, int tip, double fraction) {  // some values lie beyond this end
        painter.setBrush(colour_of(scale.at_fraction(fraction)));
        painter.drawPolygon(QPolygon({{foot, bar.top()}, {tip, bar.center().y()}, {foot, bar.bottom() + 1}}));
        painter.setBrush(Qt::NoBrush);
    };
    if (legend.highest > legend.range.high * (1 + 1e-6)) mark(bar.right() + 2, bar.right() + 10, 1);
    if (legend.range.low < 0 && legend.lowest < legend.range.low * (1 + 1e-6)) mark(bar.left() - 2, bar.left() - 10, 0);
    auto const x_of = [&](double value) { return bar.left() + static_cast<int>(scale.fraction(value) * bar.width()); };
    auto const ticks = legend.scale == ScaleKind::linear
                           ? linear_ticks(legend.range.low, legend.range.high, std::max(2, bar.width() / 80))
                           : logarithmic_ticks(legend.range.low, legend.range.high, std::max(2, bar.width() / 80));
    for (double const tick : ticks) {
        painter.drawLine(x_of(tick), bar.bottom(), x_of(tick), bar.bottom() + 4);
        painter.drawText(QRect(x_of(tick) - 40, bar.bottom() + 4, 80, 16), Qt::AlignHCenter, text_of(tick, language));
    }
    painter.save();
    painter.setPen(QPen(QColor(178, 24, 43), 2));
    int beyond = bar.right() + 16;
    for (auto const& [name, limit] : legend.limits) {
        if (limit > legend.range.high) {  // no line on a scale that does not reach it
            QString const words = words::in(name, language) + ": " + text_of(limit, language);
            painter.drawText(beyond, bar.bottom(), words);
            beyond += painter.fontMetrics().horizontalAdvance(words) + 16;
            continue;
        }
        if (limit < legend.range.low) continue;
        painter.drawLine(x_of(limit), bar.top() - 4, x_of(limit), bar.bottom() + 2);
        painter.drawText(QRect(x_of(limit) - 160, bar.top() - 18, 158, 16), Qt::AlignRight, words::in(name, language));
    }
    painter.restore();
}

void draw_classes(QPainter& painter, SceneLegend const& legend, QRect box, Language language) {
    int x = box.left();
    for (auto const& [name, colour] : legend.classes) {
        if (colour.alpha == 0) continue;  // a heading of the picture; here the legend has its title
        painter.fillRect(x, box.top() + 20, 14, 14, colour_of(colour));
        QString const words = words::in(name, language);
        painter.drawText(x + 18, box.top() + 32, words);
        x += 30 + painter.fontMetrics().horizontalAdvance(words);
    }
}

}  // namespace

LegendWidget::LegendWidget(QWidget* parent) : QWidget(parent) { setFixedHeight(legend_height); }

void LegendWidget::show_legends(std::vector<SceneLegend> legends, Language language) {
    legends_ = std::move(legends);
    language_ = language;
    setFixedHeight(legend_height * static_cast<int>(std::max<std::size_t>(1, legends_.size())));
    update();
}

void LegendWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing, false);
    int top = 2;
    for (SceneLegend const& legend : legends_) {
        QRect const box(margin, top, std::min(width() - 2 * margin, widest_bar), legend_height);
        QString title = words::in(legend.quantity, language_);
        if (!legend.unit.empty()) title += " [" + words::in(legend.unit, language_) + "]";
        painter.drawText(box.left(), box.top() + 14, title);
        if (legend.classes.empty())
            draw_scale(painter, legend, box, language_);
        else
            draw_classes(painter, legend, box, language_);
        top += legend_height;
    }
}

}  // namespace hacthanh::viz
