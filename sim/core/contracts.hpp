#pragma once
/// Checks of our own promises. On in debug and `audit` builds (HACTHANH_CONTRACTS), free in release.

#include <stdexcept>
#include <string>

namespace hacthanh::detail {

/// Thrown by a broken contract: always a bug of ours, never of the user's.
class ContractViolation : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] inline void contract_violation(char const* kind, char const* text, char const* file, int line) {
    throw ContractViolation(std::string(file) + ":" + std::to_string(line) + ": " + kind + " broken: " + text);
}

}  // namespace hacthanh::detail

#ifdef HACTHANH_CONTRACTS
#define HACTHANH_CHECK_CONTRACT(kind, condition) \
    ((condition) ? void(0) : ::hacthanh::detail::contract_violation(kind, #condition, __FILE__, __LINE__))
#else
#define HACTHANH_CHECK_CONTRACT(kind, condition) void(sizeof((condition) ? 1 : 0))
#endif

#define HACTHANH_EXPECT(condition) HACTHANH_CHECK_CONTRACT("precondition", condition)
#define HACTHANH_ASSERT(condition) HACTHANH_CHECK_CONTRACT("assertion", condition)
#define HACTHANH_ENSURE(condition) HACTHANH_CHECK_CONTRACT("postcondition", condition)
