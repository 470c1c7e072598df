#pragma once
/// A time series of what was picked, of one or two results.

#include "viz/window/view_session.hpp"

#include <QVTKOpenGLNativeWidget.h>
#include <vtkNew.h>

#include <optional>
#include <utility>

class vtkChartXY;
class vtkContextView;

namespace hacthanh::viz {

class ChartWidget final : public QVTKOpenGLNativeWidget {
public:
    explicit ChartWidget(QWidget* parent);
    ~ChartWidget() override;

    /// Shown by the next draw().
    void set_chart(ViewChart chart) { chart_ = std::move(chart); }
    void clear();
    /// Hours of local time to the right; NaN leaves a gap. @param now_s  traffic clock, marked
    void draw(LocalClock const& clock, double now_s, Language language);
    std::optional<ViewChart> const& chart() const { return chart_; }

private:
    void add_line(SceneSeries const& series, LocalClock const& clock, Colour colour, char const* name);

    vtkNew<vtkContextView> view_;
    vtkNew<vtkChartXY> plot_;
    std::optional<ViewChart> chart_;
};

}  // namespace hacthanh::viz
