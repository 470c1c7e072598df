#pragma once

#include "sim/core/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace hacthanh::io {

/// An opening tag while its callback runs: names and values are views that die with the callback.
class XmlElement {
public:
    XmlElement(std::string_view name, char const* const* attributes, int depth, void* parser)
        : name_(name), attributes_(attributes), depth_(depth), parser_(parser) {}

    std::string_view name() const { return name_; }
    /// 0 for the root element.
    int depth() const { return depth_; }
    /// The attribute's value, or nothing.
    std::optional<std::string_view> find(std::string_view attribute) const {
        for (char const* const* pair = attributes_; *pair != nullptr; pair += 2)
            if (attribute == pair[0]) return std::string_view(pair[1]);
        return std::nullopt;
    }
    /// Calls body(name, value) for every attribute, in file order.
    template <class Body>
    void for_each_attribute(Body const& body) const {
        for (char const* const* pair = attributes_; *pair != nullptr; pair += 2)
            body(std::string_view(pair[0]), std::string_view(pair[1]));
    }
    /// The attribute's value, "" when absent.
    std::string_view get(std::string_view attribute) const { return find(attribute).value_or(std::string_view()); }
    /// Line of the tag in the (unpacked) file, counted from 1. Costs a pass over the text since the last call.
    std::uint64_t line() const;

private:
    std::string_view name_;
    char const* const* attributes_;
    int depth_;
    void* parser_;
};

/// What to do with a document's parts, in document order. Unset functions are skipped; they may throw.
struct XmlHandler {
    std::function<void(XmlElement const& element)> start;
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text;  ///< a piece of character data; one text may come in pieces
};

/// Reads an XML file, unpacking gzip where the content is gzip, in constant memory.
///
/// Throws InputError with file and line when the file is missing, a folder, empty, truncated or not well-formed;
/// when it defines entities (they can blow up or read other files); when tags are nested deeper than 200 or one
/// tag is longer than 64 MB. Thread-safe: no shared state.
void read_xml(std::filesystem::path const& file, XmlHandler const& handler);

/// The text as it stands inside an XML attribute.
std::string xml_escaped(std::string_view text);

/// "file:line", the `where` of an InputError about a place in a file.
std::string at_line(std::filesystem::path const& file, std::uint64_t line);

}  // namespace hacthanh::io
