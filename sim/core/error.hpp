#pragma once
/// The three kinds of failure that a user can meet, and how each is reported.
///
/// Only `app/` catches them: InputError ends the program with exit code 2, the others with 1.

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace hacthanh {

/// The user's input breaks a rule. The message says where, which rule, and what to do:
/// `scenario.toml:14: weather.roughness_length_m = -0.1 (must be > 0); set it to 0.5-2 for a city`.
class InputError : public std::runtime_error {
public:
    /// @param where   file, file:line or option key
    /// @param broken  what was found and the rule that it breaks
    /// @param remedy  what the user can do; may be empty
    InputError(std::string_view where, std::string_view broken, std::string_view remedy = {})
        : std::runtime_error(compose(where, broken, remedy)) {}

private:
    static std::string compose(std::string_view where, std::string_view broken, std::string_view remedy) {
        std::string text;
        text.append(where).append(where.empty() ? "" : ": ").append(broken);
        if (!remedy.empty()) text.append("; ").append(remedy);
        return text;
    }
};

/// The run cannot go on through no fault of the input's form: a full disk, a traffic worker that died.
class RunError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The numerics failed: names the step, the residual and the worst cell.
class SolverError : public RunError {
public:
    using RunError::RunError;
};

/// Throws InputError unless `holds`.
inline void validate(bool holds, std::string_view where, std::string_view broken, std::string_view remedy = {}) {
    if (!holds) throw InputError(where, broken, remedy);
}

}  // namespace hacthanh
