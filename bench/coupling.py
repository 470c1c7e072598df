"""What the coupling costs: CPU of SUMO with reading, hand-over and depositing against CPU of plain `sumo`; and how
well traffic and transport overlap in a whole run.

Case: Bologna's peak hour when the data folder is present, else a made-up grid with about 7,000 cars.
"""
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from sumo_reference import data_folder, emission_sums, greatest_difference, sumo_command, sumo_environment  # noqa: E402

OVERHEAD_LIMIT = 1.20
FAST_LIMIT = 1.08
OVERLAP_LIMIT = 1.2
CHECKED_SECONDS = 300
EMISSION_TOLERANCE = 1e-6


def cpu_of(command, folder):
    """CPU seconds (user + system) of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=sumo_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def grid_case(folder):
    """A netgenerate grid with about 7,000 cars on the road at its end, for machines without the data folder."""
    end = 600

    def run(command):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env=sumo_environment())

    tools = pathlib.Path(sumo_environment()["SUMO_HOME"]) / "tools"
    run(["netgenerate", "--grid", "--grid.number", "20", "--grid.length", "200", "-L", "2", "-j", "traffic_light",
         "--seed", "1", "-o", "grid.net.xml"])
    run(["python3", str(tools / "randomTrips.py"), "-n", "grid.net.xml", "-e", str(end), "-p", "0.05", "--seed", "1",
         "-o", "trips.xml", "--trip-attributes", 'type="car"'])
    (folder / "types.add.xml").write_text(
        '<additional><vType id="car" vClass="passenger" emissionClass="HBEFA4/PC_petrol_Euro-4"/></additional>\n')
    run(["duarouter", "-n", "grid.net.xml", "-r", "trips.xml", "-a", "types.add.xml", "-o", "routes.rou.xml",
         "--no-warnings", "--ignore-errors"])
    config = folder / "grid.sumocfg"
    config.write_text('<configuration><input><net-file value="grid.net.xml"/>'
                      '<route-files value="routes.rou.xml"/></input></configuration>\n')
    return config, end


def find_case(folder):
    """(name, configuration, end second) of the case to measure."""
    bologna = data_folder() / "cases" / "bologna_joined" / "run.sumocfg"
    if bologna.exists():
        return "bologna_joined", bologna, 3600
    config, end = grid_case(folder)
    return "netgenerate_grid", config, end


def check_answer(programs, config):
    """Greatest relative difference of the emitted masses from SUMO's own; fails above the tolerance."""
    done = subprocess.run([programs / "bench_coupling", str(config), "--end", str(CHECKED_SECONDS)], check=True,
                          capture_output=True, text=True)
    ours = json.loads(done.stdout)["emitted_kg"]
    worst = greatest_difference(ours, emission_sums(config, CHECKED_SECONDS, step_s=1.0))
    if worst > EMISSION_TOLERANCE:
        raise SystemExit(f"coupling: emitted masses differ from sumo's by {worst:.2e} (at most {EMISSION_TOLERANCE})")
    return worst


def measure_overlap(programs, config, end, folder):
    """wall / max(sumo, (sumo + transport) / 2) of a whole run with six species at 20 m."""
    scenario = folder / "overlap.toml"
    scenario.write_text(
        f'[traffic]\nsumo_config = "{config}"\nbegin_s = 0\nend_s = {end}\n[mesh]\ncell_size_m = 20\n'
        "[weather]\nwind_speed_m_s = 2.0\nwind_from_deg = 230\n[emission]\nallow_default_emission_class = true\n"
        "[output]\ninterval_s = 300\n", encoding="utf-8")
    done = subprocess.run([programs / "hacthanh", "run", str(scenario), "--force", "--quiet", "--json", "--threads", "2"],
                          check=True, capture_output=True, text=True)
    info = json.loads(done.stdout)
    ideal = max(info["sumo_cpu_s"], (info["sumo_cpu_s"] + info["transport_cpu_s"]) / 2)
    return {"overlap_ratio": info["wall_s"] / ideal, "overlap_limit": OVERLAP_LIMIT, "wall_s": info["wall_s"],
            "sumo_cpu_s": info["sumo_cpu_s"], "transport_cpu_s": info["transport_cpu_s"],
            "output_cpu_s": info["output_cpu_s"], "cells": info["cells"]}


def measure_fast(programs, folder, n_pairs):
    """The rebuilt emission functions at 7,000 vehicles on signalled roads, beside asking SUMO's getters instead."""
    config, end = grid_case(folder)
    plain, fast, getters = [], [], []
    for _ in range(max(n_pairs, 1)):
        plain.append(cpu_of(sumo_command(config, folder, end), folder))
        ours = [programs / "bench_coupling", str(config), "--end", str(end)]
        fast.append(cpu_of(ours, folder))
        getters.append(cpu_of([*ours, "--getters"], folder))
    ratios = [ours / theirs for ours, theirs in zip(fast, plain)]
    return {"coupling_overhead_fast": statistics.median(ratios),
            "coupling_overhead_fast_ci": [min(ratios), max(ratios)], "coupling_fast_limit": FAST_LIMIT,
            "baseline": {"overhead_getters": statistics.median(a / b for a, b in zip(getters, plain)),
                         "plain_sumo_grid_cpu_s": statistics.median(plain)}}


def measure(programs, arguments):
    """All numbers of this benchmark."""
    with tempfile.TemporaryDirectory(prefix="hacthanh-bench-") as scratch:
        folder = pathlib.Path(scratch)
        name, config, end = find_case(folder)
        difference = check_answer(programs, config)
        plain, coupled = [], []
        for _ in range(max(arguments.pairs, 1)):
            plain.append(cpu_of(sumo_command(config, folder, end), folder))
            coupled.append(cpu_of([programs / "bench_coupling", str(config), "--end", str(end)], folder))
        ratios = [ours / theirs for ours, theirs in zip(coupled, plain)]
        grid = folder / "grid"
        grid.mkdir()
        fast = measure_fast(programs, grid, arguments.pairs)
        fast["baseline"]["plain_sumo_cpu_s"] = statistics.median(plain)
        return {"case": name, "pairs": len(plain), "emission_difference": difference,
                "coupling_overhead": statistics.median(ratios),
                "coupling_overhead_ci": [min(ratios), max(ratios)], "coupling_limit": OVERHEAD_LIMIT,
                "coupled_cpu_s": statistics.median(coupled),
                **fast,
                **measure_overlap(programs, config, end, folder)}
