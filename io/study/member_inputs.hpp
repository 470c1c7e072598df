#pragma once
/// The files and the program that a member's id stands for, as they were when the study was prepared.

#include "sim/state/provenance.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io::study {

/// What a member's numbers depend on beside its settings. Members that have it in common share one file of it,
/// `inputs/NAME.json` of the study.
struct MemberInputs {
    std::string program;                  ///< SHA-256 of all of it that decides on bits
    std::vector<state::InputFile> files;  ///< absolute paths
};

/// Writes it unless it is there. @return its name: 16 hexadecimal digits of the SHA-256 of its text. Cost: a short
/// file.
std::string keep_inputs(std::filesystem::path const& study, MemberInputs const& inputs);

/// Throws InputError when it is missing or damaged.
MemberInputs read_inputs(std::filesystem::path const& study, std::string const& name);

/// Says whether inputs are still those of the study. One process asks for many members: a file is read again only when
/// its size or date is another than when it was last found right. Not for two threads at once.
class InputCheck {
public:
    /// @param program  SHA-256 of the one that runs
    explicit InputCheck(std::string program) : program_(std::move(program)) {}

    /// Throws InputError that names the file, the rule and what to do. A file that is gone passes: who needs it says
    /// so, and made files (routes of a demand) may be made again. Cost: reads each file once.
    void require_same(MemberInputs const& inputs);

private:
    /// Size and date [file clock's ticks].
    using Looks = std::pair<std::uintmax_t, std::int64_t>;

    std::string program_;
    std::map<std::string, std::pair<std::string, Looks>> right_;  ///< path -> hash and looks then
};

}  // namespace hacthanh::io::study
