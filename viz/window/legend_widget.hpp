#pragma once
/// What the colours mean: scales with unit, range and legal limits, or classes.

#include "viz/scene_view.hpp"

#include <QWidget>

#include <vector>

namespace hacthanh::viz {

class LegendWidget final : public QWidget {
public:
    explicit LegendWidget(QWidget* parent);
    void show_legends(std::vector<SceneLegend> legends, Language language);
    std::vector<SceneLegend> const& legends() const { return legends_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<SceneLegend> legends_;
    Language language_ = Language::vietnamese;
};

}  // namespace hacthanh::viz
