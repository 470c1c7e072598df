#pragma once

#include <string>

namespace hacthanh::chemistry {

/// Settings of the chemistry (`[chemistry]`).
struct ChemistryOptions {
    std::string model = "none";  ///< "none" or "no-no2-o3"

    bool on() const { return model != "none"; }
};

}  // namespace hacthanh::chemistry
