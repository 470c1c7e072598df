#include "viz/window/chart_widget.hpp"

#include <fmt/format.h>
#include <vtkAxis.h>
#include <vtkChartXY.h>
#include <vtkContextScene.h>
#include <vtkContextView.h>
#include <vtkDoubleArray.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkPlot.h>
#include <vtkStringArray.h>
#include <vtkTable.h>
#include <vtkTextProperty.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::viz {
namespace {

constexpr double s_per_h = 3600;
constexpr Colour first_colour{31, 80, 140, 255};
constexpr Colour second_colour{200, 90, 20, 255};
constexpr Colour now_colour{120, 120, 120, 255};

/// Hours since local midnight of the first day.
double hours(LocalClock const& clock, double first_s, double at_s) {
    return (clock.seconds_of_day(first_s) + at_s - first_s) / s_per_h;
}

/// Clock times below the axis, at most seven, at whole minutes that people count in.
void label_hours(vtkAxis& axis, double first_h, double last_h) {
    constexpr double most_labels = 6;  // beside the first
    double const span_min = (last_h - first_h) * 60;
    double step_min = 1440;
    for (double const candidate : {1., 2., 5., 10., 15., 30., 60., 120., 180., 360., 720.})
        if (span_min / candidate <= most_labels) {
            step_min = candidate;
            break;
        }
    vtkNew<vtkDoubleArray> places;
    vtkNew<vtkStringArray> labels;
    for (double at = std::ceil(first_h * 60 / step_min - 1e-6) * step_min; at <= last_h * 60 + 1e-6; at += step_min) {
        int const minutes = static_cast<int>(std::lround(at));
        places->InsertNextValue(at / 60);
        labels->InsertNextValue(fmt::format("{:02}:{:02}", minutes / 60 % 24, minutes % 60));
    }
    axis.SetBehavior(vtkAxis::FIXED);
    axis.SetRange(first_h, last_h);
    axis.SetCustomTickPositions(places, labels);
}

vtkSmartPointer<vtkTable> table_of(std::vector<std::array<double, 2>> const& points, char const* name) {
    auto table = vtkSmartPointer<vtkTable>::New();
    vtkNew<vtkDoubleArray> x;
    vtkNew<vtkDoubleArray> y;
    x->SetName("h");
    y->SetName(name);
    for (auto const& [px, py] : points) {
        x->InsertNextValue(px);
        y->InsertNextValue(py);
    }
    table->AddColumn(x);
    table->AddColumn(y);
    return table;
}

}  // namespace

ChartWidget::ChartWidget(QWidget* parent) : QVTKOpenGLNativeWidget(parent) {
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    setRenderWindow(window);
    view_->SetRenderWindow(window);
    view_->GetScene()->AddItem(plot_);
    plot_->SetShowLegend(false);
    setMinimumSize(260, 160);
}

ChartWidget::~ChartWidget() { view_->GetScene()->ClearItems(); }

void ChartWidget::add_line(SceneSeries const& series, LocalClock const& clock, Colour colour, char const* name) {
    std::vector<std::array<double, 2>> points;
    for (std::size_t i = 0; i < series.time_s.size() && i < series.value.size(); ++i)
        if (std::isfinite(series.value[i]))
            points.push_back(
                {hours(clock, series.time_s.front(), series.time_s[i]), static_cast<double>(series.value[i])});
    if (points.size() < 2) return;
    vtkPlot* const line = plot_->AddPlot(vtkChart::LINE);
    line->SetInputData(table_of(points, name), 0, 1);
    line->SetColor(colour.red, colour.green, colour.blue, colour.alpha);
    line->SetWidth(2);
}

void ChartWidget::clear() {
    chart_.reset();
    plot_->ClearPlots();
    renderWindow()->Render();
}

void ChartWidget::draw(LocalClock const& clock, double now_s, Language language) {
    if (!chart_) return;
    ViewChart const& chart = *chart_;
    plot_->ClearPlots();
    add_line(chart.first, clock, first_colour, "A");
    if (chart.second) add_line(*chart.second, clock, second_colour, "B");
    if (chart.first.time_s.size() > 1)
        label_hours(*plot_->GetAxis(vtkAxis::BOTTOM),
                    hours(clock, chart.first.time_s.front(), chart.first.time_s.front()),
                    hours(clock, chart.first.time_s.front(), chart.first.time_s.back()));
    double highest = 0;
    for (auto const* series : {&chart.first, chart.second ? &*chart.second : nullptr})
        if (series != nullptr)
            for (float const value : series->value)
                if (std::isfinite(value)) highest = std::max(highest, static_cast<double>(value));
    if (!chart.first.time_s.empty() && highest > 0) {
        double const now = hours(clock, chart.first.time_s.front(), now_s);
        vtkPlot* const mark = plot_->AddPlot(vtkChart::LINE);
        mark->LegendVisibilityOff();
        mark->SetInputData(table_of({{now, 0}, {now, highest}}, "now"), 0, 1);
        mark->SetColor(now_colour.red, now_colour.green, now_colour.blue, now_colour.alpha);
    }
    plot_->GetAxis(vtkAxis::BOTTOM)->SetTitle("");
    plot_->GetAxis(vtkAxis::LEFT)->SetTitle(chart.first.unit.in(language));
    plot_->SetShowLegend(chart.second.has_value());
    plot_->RecalculateBounds();
    renderWindow()->Render();
}

}  // namespace hacthanh::viz
