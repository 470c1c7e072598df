#pragma once

#include "io/claim.hpp"

#include <filesystem>
#include <memory>

namespace hacthanh::io::detail {

/// The claim of whoever makes a FILE that many processes want: `FILE.claim.N`, N = 1 unless earlier makers were killed.
/// Held as long as it lives; then FILE is there, or its maker could not make it.
class MakingClaim {
public:
    /// What became of others who were making the file.
    enum class Others {
        none,   ///< nobody was, or who was is gone without a word: it may be claimed
        ended,  ///< somebody was, and has ended: look at the file
    };

    /// Waits as long as another process, or another part of this one, makes FILE.
    /// @param told  called once before it waits, with the maker
    static Others wait(std::filesystem::path const& file, std::function<void(Claimant const&)> const& told);
    /// @return nothing when somebody was faster. RunError when claims cannot be made there.
    static std::unique_ptr<MakingClaim> make(std::filesystem::path const& file);

    ~MakingClaim();
    MakingClaim(MakingClaim const&) = delete;
    MakingClaim& operator=(MakingClaim const&) = delete;

private:
    MakingClaim(std::filesystem::path file, int number);

    std::filesystem::path file_;
    int number_;
    Heartbeat heartbeat_;
};

}  // namespace hacthanh::io::detail
