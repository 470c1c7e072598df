#include "io/report/markup.hpp"

#include "sim/core/contracts.hpp"

#include <fmt/format.h>

namespace hacthanh::io::report {

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

void Markup::start(std::string_view tag, Attributes attributes) {
    out_ += '<';
    out_ += tag;
    for (auto const& [name, value] : attributes) {
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        out_ += escaped(value);
        out_ += '"';
    }
}

Markup& Markup::open(std::string_view tag, Attributes attributes) {
    start(tag, attributes);
    out_ += '>';
    open_.emplace_back(tag);
    return *this;
}

Markup& Markup::close() {
    HACTHANH_EXPECT(!open_.empty());
    out_ += "</" + open_.back() + ">";
    static constexpr std::string_view blocks =
        " article section table thead tbody tr ul ol li p h1 h2 h3 h4 div figure svg ";
    if (blocks.find(" " + open_.back() + " ") != std::string_view::npos) out_ += '\n';
    open_.pop_back();
    return *this;
}

Markup& Markup::text(std::string_view text) {
    out_ += escaped(text);
    return *this;
}

Markup& Markup::leaf(std::string_view tag, std::string_view text, Attributes attributes) {
    return open(tag, attributes).text(text).close();
}

Markup& Markup::empty(std::string_view tag, Attributes attributes) {
    start(tag, attributes);
    out_ += "/>";
    return *this;
}

Markup& Markup::raw(std::string_view markup) {
    out_ += markup;
    return *this;
}

std::string const& Markup::whole() const {
    HACTHANH_EXPECT(open_.empty());
    return out_;
}

std::string coordinate(double value) {
    std::string text = fmt::format("{:.2f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

}  // namespace hacthanh::io::report
