#pragma once
/// What is drawn, how strongly and by what; field and height.

#include "viz/window/view_session.hpp"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QVBoxLayout;

namespace hacthanh::viz {

/// Every kind of layer with a check box, opacity and, where there is a choice, what colours it. A kind that the scene
/// has not is added when it is checked.
class LayerPanel final : public QWidget {
public:
    LayerPanel(ViewSession& session, QWidget* parent);
    /// Shows the session's scene; rebuilt when the language changed.
    void refresh();

private:
    struct Row;
    void build();
    void edit(LayerKind kind, std::function<void(SceneLayer&)> const& change, std::string const& what = {});
    std::vector<std::string> choices(LayerKind kind) const;
    Text name_of(std::string const& choice) const;
    bool offers(LayerKind kind, std::string const& choice) const;

    ViewSession& session_;
    std::vector<std::unique_ptr<Row>> rows_;
    QComboBox* field_ = nullptr;
    QDoubleSpinBox* height_ = nullptr;
    QVBoxLayout* layout_ = nullptr;
    QWidget* content_ = nullptr;
    std::optional<Language> built_in_{};
    bool filling_ = false;
};

}  // namespace hacthanh::viz
