#pragma once

namespace hacthanh::traffic::sumo {

/// The whole life of the traffic worker: takes its orders from file descriptor 3, writes vehicles into the memory
/// behind descriptor 4, keeps SUMO's messages in descriptor 2 (docs/formats/traffic-worker.md).
/// @param parent_pid  the process that started it; the worker dies with it
/// @return exit code
int run_worker(int parent_pid);

}  // namespace hacthanh::traffic::sumo
