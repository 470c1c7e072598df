#pragma once
/// Time: play, loop, speed, a slider over all steps, the wall clock.

#include "viz/window/view_session.hpp"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QTimer;
class QToolButton;

namespace hacthanh::viz {

class TimeBar final : public QWidget {
public:
    TimeBar(ViewSession& session, QWidget* parent);
    /// @param time_text  of what is shown
    void refresh(Text const& time_text);
    bool playing() const;
    void play(bool on);
    /// Between two steps, at the speed chosen when play() was called last.
    int ms_per_step() const;

private:
    ViewSession& session_;
    QToolButton* play_ = nullptr;
    QCheckBox* loop_ = nullptr;
    QComboBox* speed_ = nullptr;
    QSlider* slider_ = nullptr;
    QLabel* label_ = nullptr;
    QTimer* timer_ = nullptr;
    bool filling_ = false;
};

}  // namespace hacthanh::viz
