#include "viz/window/time_bar.hpp"

#include "viz/window/texts.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace hacthanh::viz {
namespace {

constexpr int ms_at_speed_one = 500;  // per step
constexpr std::array<double, 4> speeds = {0.5, 1, 2, 4};

}  // namespace

TimeBar::TimeBar(ViewSession& session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 2);
    play_ = new QToolButton(this);
    play_->setObjectName("play");
    play_->setCheckable(true);
    slider_ = new QSlider(Qt::Horizontal, this);
    slider_->setObjectName("time");
    slider_->setMinimumWidth(100);
    speed_ = new QComboBox(this);
    speed_->setObjectName("speed");
    for (double const speed : speeds) speed_->addItem(QString("× %1").arg(speed));
    speed_->setCurrentIndex(1);
    loop_ = new QCheckBox(this);
    loop_->setChecked(true);
    label_ = new QLabel(this);
    label_->setObjectName("clock");
    label_->setMinimumWidth(230);
    for (QWidget* const part : std::initializer_list<QWidget*>{play_, slider_, speed_, loop_, label_})
        row->addWidget(part, part == slider_ ? 1 : 0);
    timer_ = new QTimer(this);
    QObject::connect(timer_, &QTimer::timeout, this, [this] {
        if (!session_.advance(loop_->isChecked())) play(false);
    });
    QObject::connect(play_, &QToolButton::toggled, this, [this](bool on) { play(on); });
    QObject::connect(speed_, QOverload<int>::of(&QComboBox::activated), this, [this](int) {
        if (playing()) play(true);
    });
    QObject::connect(slider_, &QSlider::valueChanged, this, [this](int step) {
        if (!filling_) session_.show_step(static_cast<std::size_t>(step));
    });
}

bool TimeBar::playing() const { return timer_->isActive(); }

int TimeBar::ms_per_step() const { return timer_->interval(); }

void TimeBar::play(bool on) {
    if (on)
        timer_->start(static_cast<int>(ms_at_speed_one / speeds.at(static_cast<std::size_t>(speed_->currentIndex()))));
    else
        timer_->stop();
    play_->setChecked(on);
    play_->setText(words::in(on ? words::pause() : words::play(), session_.scene().language));
}

void TimeBar::refresh(Text const& time_text) {
    filling_ = true;
    Language const language = session_.scene().language;
    slider_->setRange(0, static_cast<int>(std::max<std::size_t>(1, session_.n_steps()) - 1));
    slider_->setValue(static_cast<int>(session_.step()));
    loop_->setText(words::in(words::loop(), language));
    play_->setText(words::in(playing() ? words::pause() : words::play(), language));
    QString text = words::in(time_text, language);
    if (session_.scene().time == "mean" && !text.isEmpty()) text[0] = text[0].toUpper();  // "mean of …" says it already
    label_->setText(text);
    label_->setMinimumWidth(label_->fontMetrics().horizontalAdvance(text) + 4);
    filling_ = false;
}

}  // namespace hacthanh::viz
