#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hacthanh::io::report {

/// & < > " and ' as entities, for text and attributes of HTML and SVG.
std::string escaped(std::string_view text);

/// Builds HTML with SVG in it: everything that is not markup of this class is escaped, and every element that is opened
/// is closed in its place, so the result is well-formed by construction. Cost: that of the text.
class Markup {
public:
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    Markup& open(std::string_view tag, Attributes attributes = {});
    /// Closes the element opened last.
    Markup& close();
    Markup& text(std::string_view text);
    /// An element with nothing but text in it.
    Markup& leaf(std::string_view tag, std::string_view text, Attributes attributes = {});
    /// An element without content: `<img …/>`. HTML takes it as it takes `<img …>`, and XML parsers read the document
    /// too.
    Markup& empty(std::string_view tag, Attributes attributes = {});
    /// Markup that is whole in itself (made by another Markup) or a style sheet.
    Markup& raw(std::string_view markup);

    /// The markup so far. Precondition: every element is closed.
    std::string const& whole() const;

private:
    void start(std::string_view tag, Attributes attributes);

    std::string out_;
    std::vector<std::string> open_;
};

/// A number for SVG coordinates: at most two decimals, a decimal point, no needless zeros.
std::string coordinate(double value);

}  // namespace hacthanh::io::report
