#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What `hacthanh verify` found in a result file.
struct ResultVerification {
    std::string path;
    std::string schema;      ///< empty when the file could not be opened
    bool complete = false;   ///< the run reached its end
    bool sealed = false;     ///< also what is stored plain has checksums
    std::size_t steps = 0;   ///< output steps
    std::size_t chunks = 0;  ///< compressed chunks whose checksum holds
    std::size_t sums = 0;    ///< plain variables whose checksum holds
    std::uint64_t bytes = 0;
    double worst_budget_error = 0;  ///< relative, over species and steps
    std::vector<std::string> problems;
    std::vector<std::string> notes;  ///< what could not be checked

    bool good() const { return problems.empty(); }
};

/// Checks every stored byte of a result against its checksum, the schema, the order of times, the mass budget of every
/// step (closed to budget_tolerance, and as stored) and, in a finished file, the stored surface means against
/// the steps they are of. A file that cannot be read at all is a problem too; one that is no result at all is an
/// InputError. Cost: everything is read and unpacked once.
ResultVerification verify_result(std::string const& path);

std::string verification_text(ResultVerification const& found);
std::string verification_json(ResultVerification const& found);

}  // namespace hacthanh::io
