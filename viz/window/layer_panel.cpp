#include "viz/window/layer_panel.hpp"

#include "viz/apportion_choice.hpp"
#include "viz/window/texts.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace hacthanh::viz {
namespace {

constexpr int percent = 100;
constexpr int shortest_choice = 9;  // letters; our choice, so that the sliders stay in view

/// The place of a kind in a scene's list, which goes from the ground up.
std::vector<SceneLayer>::iterator place_for(Scene& scene, LayerKind kind) {
    return std::ranges::find_if(scene.layers, [kind](SceneLayer const& layer) { return layer.kind > kind; });
}

}  // namespace

struct LayerPanel::Row {
    LayerKind kind = LayerKind::ground;
    QCheckBox* visible = nullptr;
    QSlider* opacity = nullptr;
    QComboBox* colour_by = nullptr;  ///< null where there is no choice
};

LayerPanel::LayerPanel(ViewSession& session, QWidget* parent) : QWidget(parent), session_(session) {
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(6, 6, 6, 6);
    refresh();
}

std::vector<std::string> LayerPanel::choices(LayerKind kind) const {
    std::vector<std::string> all;
    for (auto const& choice : colour_choices(kind)) {
        if (!choice.ends_with(":")) {
            all.push_back(choice);
            continue;
        }
        if (choice == apportion_prefix) {
            SceneLayer const* const layer = find_layer(session_.scene(), kind);
            for (auto const& place :
                 apportion_choices(layer == nullptr ? "" : layer->colour_by, session_.first().path()))
                all.push_back(place);
            continue;
        }
        for (auto const& species : session_.first().result().facts().species) all.push_back(choice + species);
    }
    return all;
}

Text LayerPanel::name_of(std::string const& choice) const {
    if (!is_apportion(choice)) return words::colour_choice(choice);
    auto const place = chosen_apportionment(choice, session_.first().path());
    return {"whose air: " + place.name, "không khí của ai: " + (place.name_vi.empty() ? place.name : place.name_vi)};
}

void LayerPanel::edit(LayerKind kind, std::function<void(SceneLayer&)> const& change, std::string const& what) {
    if (filling_) return;
    session_.change(
        [&](Scene& scene) {
            if (find_layer(scene, kind) == nullptr) {
                SceneLayer layer;
                layer.kind = kind;
                scene.layers.insert(place_for(scene, kind), layer);
            }
            change(*find_layer(scene, kind));
        },
        what);
}

void LayerPanel::build() {
    Language const language = session_.scene().language;
    delete content_;
    rows_.clear();
    content_ = new QWidget(this);
    auto* const grid = new QGridLayout(content_);
    grid->setContentsMargins(0, 0, 0, 0);
    field_ = new QComboBox(content_);
    field_->setObjectName("field");
    for (auto const& species : session_.first().result().facts().species)
        field_->addItem(QString::fromStdString(species));
    height_ = new QDoubleSpinBox(content_);
    height_->setRange(0, session_.first().result().grid().z_faces.back());
    height_->setDecimals(1);
    grid->addWidget(new QLabel(words::in(words::field(), language)), 0, 0);
    grid->addWidget(field_, 0, 1, 1, 2);
    grid->addWidget(new QLabel(words::in(words::height(), language)), 1, 0);
    grid->addWidget(height_, 1, 1, 1, 2);
    QObject::connect(field_, QOverload<int>::of(&QComboBox::activated), this, [this](int) {
        session_.change([this](Scene& scene) { scene.field = field_->currentText().toStdString(); });
    });
    QObject::connect(height_, QOverload<double>::of(&QDoubleSpinBox::valueChanged), this, [this](double metres) {
        if (!filling_) session_.change([metres](Scene& scene) { scene.height_m = metres; }, "height");
    });
    int line = 2;
    for (LayerKind const kind : all_layer_kinds) {
        auto row = std::make_unique<Row>();
        row->kind = kind;
        row->visible = new QCheckBox(words::in(title(kind), language), content_);
        row->visible->setObjectName(QString::fromStdString(std::string(name(kind))));
        row->opacity = new QSlider(Qt::Horizontal, content_);
        row->opacity->setObjectName(row->visible->objectName() + " opacity");
        row->opacity->setRange(0, percent);
        row->opacity->setToolTip(words::in(words::opacity(), language));
        row->opacity->setFixedWidth(60);
        grid->addWidget(row->visible, line, 0);
        grid->addWidget(row->opacity, line, 2);
        QObject::connect(row->visible, &QCheckBox::toggled, this,
                         [this, kind](bool on) { edit(kind, [on](SceneLayer& layer) { layer.visible = on; }); });
        QObject::connect(row->opacity, &QSlider::valueChanged, this, [this, kind](int value) {
            edit(
                kind, [value](SceneLayer& layer) { layer.opacity = static_cast<double>(value) / percent; },
                "opacity of " + std::string(name(kind)));
        });
        QObject::connect(row->opacity, &QSlider::sliderPressed, this, [this] { session_.begin_drag(); });
        QObject::connect(row->opacity, &QSlider::sliderReleased, this, [this] { session_.end_drag(); });
        if (auto const all = choices(kind); all.size() > 1) {
            row->colour_by = new QComboBox(content_);
            row->colour_by->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
            row->colour_by->setMinimumContentsLength(shortest_choice);
            for (auto const& choice : all)
                row->colour_by->addItem(words::in(name_of(choice), language), QString::fromStdString(choice));
            grid->addWidget(row->colour_by, line, 1);
            QObject::connect(row->colour_by, QOverload<int>::of(&QComboBox::activated), this,
                             [this, kind, box = row->colour_by](int) {
                                 edit(kind, [box](SceneLayer& layer) {
                                     layer.colour_by = box->currentData().toString().toStdString();
                                 });
                             });
        }
        rows_.push_back(std::move(row));
        ++line;
    }
    layout_->insertWidget(0, content_);
    built_in_ = language;
}

bool LayerPanel::offers(LayerKind kind, std::string const& choice) const {
    return std::ranges::any_of(rows_, [&](auto const& row) {
        return row->kind == kind && row->colour_by != nullptr &&
               row->colour_by->findData(QString::fromStdString(choice)) >= 0;
    });
}

void LayerPanel::refresh() {
    filling_ = true;
    Scene const& scene = session_.scene();
    SceneLayer const* const roads = find_layer(scene, LayerKind::roads);
    std::string const apportioned = roads != nullptr && is_apportion(roads->colour_by) ? roads->colour_by : "";
    if (built_in_ != scene.language || (!apportioned.empty() && !offers(LayerKind::roads, apportioned))) build();
    field_->setCurrentText(QString::fromStdString(scene.field));
    height_->setValue(scene.height_m);
    for (auto const& row : rows_) {
        SceneLayer const* const layer = find_layer(scene, row->kind);
        row->visible->setChecked(layer != nullptr && layer->visible);
        row->opacity->setValue(static_cast<int>(percent * (layer != nullptr ? layer->opacity : 1.0) + 0.5));
        row->opacity->setEnabled(layer != nullptr && layer->visible);
        if (row->colour_by == nullptr) continue;
        row->colour_by->setEnabled(layer != nullptr && layer->visible);
        if (layer != nullptr && !layer->colour_by.empty())
            row->colour_by->setCurrentIndex(row->colour_by->findData(QString::fromStdString(layer->colour_by)));
    }
    filling_ = false;
}

}  // namespace hacthanh::viz
