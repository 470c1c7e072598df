#pragma once
/// Private to viz: words that stay at places of the scene and face the viewer.

#include "viz/fonts.hpp"

#include <vtkProp.h>
#include <vtkSmartPointer.h>

#include <string>
#include <vector>

namespace hacthanh::viz::detail {

struct TextMark {
    double x = 0;  ///< relative to the scene's origin [m]
    double y = 0;
    double z = 0;
    std::string text;
    double size_px = 15;
    bool bold = false;
    bool dot = false;  ///< a dot at the place, and the words beside it
    Colour colour;
};

/// Width and height of a mark's words [px].
PagePoint size_of(TextMark const& mark, Typesetter const& typesetter);

/// Draws the marks with a light border around every letter, in front of everything.
class TextMarks {
public:
    /// @param scale  pixels of the window per pixel of a text
    void set(std::vector<TextMark> const& marks, double scale);
    std::vector<vtkSmartPointer<vtkProp>> const& props() const { return props_; }
    Typesetter const& typesetter() const { return typesetter_; }

private:
    Typesetter typesetter_;
    std::vector<vtkSmartPointer<vtkProp>> props_;
};

}  // namespace hacthanh::viz::detail
