/// The traffic worker: the only program that is linked to libsumo. Started by LibsumoTrafficSource alone.

#include "sim/traffic/sumo/worker.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("hacthanh-traffic is started by the program hacthanh; it has no use of its own\n", stderr);
        return 2;
    }
    int code = 1;
    try {
        code = hacthanh::traffic::sumo::run_worker(std::atoi(argv[1]));
    } catch (std::exception const& error) {
        std::fprintf(stderr, "Error: %s\n", error.what());
    }
    std::_Exit(code);  // SUMO's static objects do not all survive a failed run
}
