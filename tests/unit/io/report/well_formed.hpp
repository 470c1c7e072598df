#pragma once

#include <expat.h>

#include <memory>
#include <string>
#include <string_view>

namespace hacthanh::io::report {

/// What expat says against a text as XML; "" when it is well-formed.
inline std::string problem_of_xml(std::string_view text) {
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> const parser(XML_ParserCreate("UTF-8"),
                                                                              XML_ParserFree);
    if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK) return {};
    return std::string(XML_ErrorString(XML_GetErrorCode(parser.get()))) + " in line " +
           std::to_string(XML_GetCurrentLineNumber(parser.get()));
}

}  // namespace hacthanh::io::report
