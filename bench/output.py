"""What results cost: packing beside HDF5's own gzip, a street's series from a file of 2 GB, and the share of a Thanh Hoá
run's wall time that its output takes.

output_share_of_run = (time the run waited for its output + CPU time of output / cores) / wall time: as if all cores
had been busy and every second of packing had been taken from the transport.
"""
import json
import os
import pathlib
import subprocess
import tempfile

SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "scenarios" / "thanh-hoa" / "morning.toml"
SIMULATED_S = 1200


def measure(programs, _arguments):
    """All numbers of this benchmark."""
    with tempfile.TemporaryDirectory(prefix="hacthanh-bench-") as folder:
        done = subprocess.run([programs / "bench_io", "--folder", folder], check=True, capture_output=True, text=True)
        result = json.loads(done.stdout)
        (pathlib.Path(folder) / "day.nc").unlink()
        run = subprocess.run([programs / "hacthanh", "run", SCENARIO, "-o", pathlib.Path(folder) / "run.nc", "--quiet",
                              "--json", "--set", f"traffic.end_s={SIMULATED_S}"], check=True, capture_output=True, text=True)
        verified = subprocess.run([programs / "hacthanh", "verify", pathlib.Path(folder) / "run.nc"], check=True,
                                  capture_output=True, text=True)  # fails unless all of it is whole
        assert verified.returncode == 0
        info = json.loads(run.stdout)
        cost = info["output_wait_s"] + info["output_cpu_s"] / len(os.sched_getaffinity(0))
        result["output_share_of_run"] = cost / info["wall_s"]
        result["run"] = {"wall_s": info["wall_s"], "output_cpu_s": info["output_cpu_s"],
                         "output_wait_s": info["output_wait_s"], "simulated_s": SIMULATED_S,
                         "file_mb": info["file_bytes"] / 1e6}
        return result
