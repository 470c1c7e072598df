#pragma once

#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

namespace hacthanh::io {

/// A scratch folder with small SUMO files.
class SumoFilesTest : public testing::Test {
protected:
    static constexpr char const* two_edges =
        "<net version=\"1.9\">\n"
        "  <location netOffset=\"-10.5,-20\" projParameter=\"+proj=utm +zone=48\"/>\n"
        "  <edge id=\":j_0\" function=\"internal\"><lane id=\":j_0_0\" index=\"0\" speed=\"9\" length=\"4\" "
        "shape=\"100,0 104,0\"/></edge>\n"
        "  <edge id=\":j_c0\" function=\"crossing\"><lane id=\":j_c0_0\" index=\"0\" allow=\"pedestrian\" speed=\"1\" "
        "length=\"4\" shape=\"100,0 100,4\"/></edge>\n"
        "  <edge id=\"a\" name=\"Đại lộ Lê Lợi\">\n"
        "    <lane id=\"a_0\" index=\"0\" disallow=\"tram rail\" speed=\"9\" length=\"101.5\" shape=\"0,0 100,0\"/>\n"
        "    <lane id=\"a_1\" index=\"1\" speed=\"9\" width=\"2.5\" length=\"101.5\" shape=\"0,3 50,3 100,3\"/>\n"
        "  </edge>\n"
        "</net>\n";

    /// Writes a file and returns its path.
    std::filesystem::path write(std::string const& name, std::string const& text) {
        test::write_file(folder_ / name, text);
        return folder_ / name;
    }

    /// The message of the InputError that `action` throws, or "no error".
    template <class Action>
    static std::string message_of(Action const& action) {
        try {
            action();
        } catch (InputError const& error) {
            return error.what();
        }
        return "no error";
    }

    test::ScratchFolder folder_;
};

/// `text` with the first `old_part` replaced.
inline std::string with(std::string text, std::string const& old_part, std::string const& new_part) {
    auto const at = text.find(old_part);
    if (at == std::string::npos) throw std::logic_error("the text does not hold " + old_part);
    return text.replace(at, old_part.size(), new_part);
}

}  // namespace hacthanh::io
