#include "io/study/member_inputs.hpp"

#include "io/hash.hpp"
#include "io/replace_file.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace hacthanh::io::study {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::size_t name_length = 16;
constexpr std::size_t shown_digits = 12;  ///< of a hash, in messages

constexpr char const* prepare_again =
    "put it back and start the study with --retry-failed, or leave it and start `hacthanh study STUDY.toml` again: "
    "what has changed has other ids";

fs::path file_of(fs::path const& study, std::string const& name) { return study / "inputs" / (name + ".json"); }

}  // namespace

std::string keep_inputs(fs::path const& study, MemberInputs const& inputs) {
    ordered_json document = {{"program", inputs.program}, {"files", ordered_json::array()}};
    for (auto const& file : inputs.files)
        document["files"].push_back(
            {{"path", file.path}, {"role", file.role}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    std::string const text = document.dump(1) + "\n";
    std::string const name = sha256_of_text(text).substr(0, name_length);
    auto const file = file_of(study, name);
    std::ifstream in(file, std::ios::binary);
    if (in && std::string(std::istreambuf_iterator<char>(in), {}) == text) return name;
    fs::create_directories(file.parent_path());
    replace_text(file, text);
    return name;
}

MemberInputs read_inputs(fs::path const& study, std::string const& name) {
    auto const file = file_of(study, name);
    std::ifstream in(file, std::ios::binary);
    auto const document = ordered_json::parse(in, nullptr, false);
    try {
        MemberInputs inputs{document.at("program"), {}};
        for (auto const& row : document.at("files"))
            inputs.files.push_back({row.at("path"), row.at("role"), row.at("bytes"), row.at("sha256")});
        return inputs;
    } catch (nlohmann::json::exception const&) {
        throw InputError(file.string(), "is missing or damaged",
                         "prepare the study again: `hacthanh study STUDY.toml`");
    }
}

void InputCheck::require_same(MemberInputs const& inputs) {
    validate(inputs.program == program_, "hacthanh",
             fmt::format("this program ({}) is not the one that the study was prepared with ({}), and its numbers may "
                         "be others",
                         program_.substr(0, shown_digits), inputs.program.substr(0, shown_digits)),
             "start `hacthanh study STUDY.toml` again: its members have other ids");
    for (auto const& known : inputs.files) {
        std::error_code gone;
        auto const bytes = fs::file_size(known.path, gone);
        if (gone) continue;
        Looks const looks{bytes, fs::last_write_time(known.path, gone).time_since_epoch().count()};
        auto& right = right_[known.path];
        if (right == std::pair(known.sha256, looks)) continue;
        auto const now = bytes == known.bytes ? sha256_of_file(known.path) : std::string();
        if (now != known.sha256)
            throw InputError(
                known.path,
                fmt::format("this file ({}) was changed after the study was prepared, and the member stands for what "
                            "it was (SHA-256 {}…, {} bytes; now {})",
                            known.role, known.sha256.substr(0, shown_digits), known.bytes,
                            now.empty() ? fmt::format("{} bytes", bytes) : now.substr(0, shown_digits) + "…"),
                prepare_again);
        right = {known.sha256, looks};
    }
}

}  // namespace hacthanh::io::study
