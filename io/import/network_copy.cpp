#include "io/import/network_copy.hpp"

#include "io/sumo_classes.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>

namespace hacthanh::io {
namespace {

constexpr std::size_t max_line_bytes = std::size_t(64) << 20;

struct CloseGzip {
    void operator()(gzFile_s* file) const { gzclose(file); }
};

/// The known names of a list of classes; counts the others.
std::string known_classes(std::string_view list, ImportLog& log) {
    std::string known;
    constexpr std::string_view blanks = " \t\r\n";
    while (true) {
        auto const begin = list.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return known;
        list.remove_prefix(begin);
        auto const name = list.substr(0, list.find_first_of(blanks));
        list.remove_prefix(name.size());
        if (is_lane_permission(name))
            known.append(known.empty() ? "" : " ").append(name);
        else
            log.count("unknown_vehicle_classes", name);
    }
}

/// Reads line by line, gzip or not.
class LineReader {
public:
    explicit LineReader(std::filesystem::path const& file) : file_(file), input_(gzopen(file.c_str(), "rb")) {
        validate(input_ != nullptr, file.string(), "cannot be opened");
    }

    bool next(std::string& line) {
        line.clear();
        std::array<char, 1 << 16> buffer{};
        while (gzgets(input_.get(), buffer.data(), static_cast<int>(buffer.size())) != nullptr) {
            line += buffer.data();
            validate(line.size() <= max_line_bytes, file_.string(), "a line is longer than 64 MB",
                     "is this a network?");
            if (line.ends_with('\n')) return true;
        }
        int code = Z_OK;
        gzerror(input_.get(), &code);
        validate(code == Z_OK || code == Z_STREAM_END, file_.string(), "is a broken gzip file", "copy it again");
        return !line.empty();
    }

private:
    std::filesystem::path const& file_;
    std::unique_ptr<gzFile_s, CloseGzip> input_;
};

/// Takes netconvert's leading comment out of the text before the root element.
class HeaderFilter {
public:
    /// What of the line is to be written.
    std::string pass(std::string line) {
        if (done_) return line;
        std::string kept;
        std::string_view rest = line;
        while (!rest.empty()) {
            if (in_comment_) {
                auto const end = rest.find("-->");
                if (end == std::string_view::npos) return kept;
                rest.remove_prefix(end + 3);
                in_comment_ = false;
            } else {
                auto const begin = rest.find("<!--");
                auto const root = rest.find("<net");
                if (root < begin) {
                    done_ = true;
                    return kept.append(rest);
                }
                kept += rest.substr(0, begin);
                rest.remove_prefix(std::min(begin, rest.size()));
                if (begin != std::string_view::npos) in_comment_ = true;
            }
        }
        return kept.find_first_not_of(" \t\r\n") == std::string::npos ? "" : kept;
    }

private:
    bool in_comment_ = false;
    bool done_ = false;
};

}  // namespace

std::string without_unknown_classes(std::string_view line, ImportLog& log) {
    std::string result;
    while (true) {
        std::size_t at = std::string_view::npos;
        std::string_view found;
        for (std::string_view key : {" allow=\"", " disallow=\"", " changeLeft=\"", " changeRight=\""})
            if (auto const place = line.find(key); place < at) {
                at = place;
                found = key;
            }
        if (at == std::string_view::npos) return result.append(line);
        auto const begin = at + found.size();
        auto const end = line.find('"', begin);
        if (end == std::string_view::npos) return result.append(line);
        auto const list = line.substr(begin, end - begin);
        if (!unknown_permission(list)) {
            result.append(line.substr(0, end + 1));
        } else {
            result.append(line.substr(0, at));
            auto const known = known_classes(list, log);
            if (!known.empty())
                result.append(found).append(known).append("\"");
            else if (found == " allow=\"")
                result.append(" disallow=\"all\"");
            else if (found != " disallow=\"")
                result.append(found).append("ignoring\"");
        }
        line.remove_prefix(end + 1);
    }
}

void copy_network(std::filesystem::path const& from, std::filesystem::path const& to, ImportLog& log) {
    LineReader lines(from);
    std::ofstream out(to, std::ios::binary);
    HeaderFilter header;
    for (std::string line; lines.next(line);) out << without_unknown_classes(header.pass(std::move(line)), log);
    out.close();
    if (!out) throw RunError(fmt::format("cannot write {}", to.string()));
}

}  // namespace hacthanh::io
