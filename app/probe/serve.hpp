#pragma once
/// The frame of a probe: one JSON document in, one out.

#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"

#include <nlohmann/json.hpp>

#include <exception>
#include <iostream>

namespace hacthanh::probe {

/// Answers standard input on standard output; the exit code of the program: 0, 2 for wrong input, 1 for other failures.
inline int serve(nlohmann::json (*answer)(nlohmann::json const& input)) {
    flush_denormals_to_zero();
    try {
        std::cout << answer(nlohmann::json::parse(std::cin)).dump() << "\n";
        return 0;
    } catch (InputError const& error) {
        log::error("{}", error.what());
        return 2;
    } catch (nlohmann::json::exception const& error) {
        log::error("standard input: {}", error.what());
        return 2;
    } catch (std::exception const& error) {
        log::error("{}", error.what());
        return 1;
    }
}

}  // namespace hacthanh::probe
