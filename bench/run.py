#!/usr/bin/env python3
"""Run the benchmarks: each checks its answer before it reports a time, and reports ratios measured in one run.

Usage: run.py --programs DIR [NAME] [--json FILE] [--pairs N]     NAME: answers, coupling, dispersion, io, mesh, study, transport, viz, wind; default: all
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import coupling
import dispersion
import output
import study


def transport(programs, _arguments):
    """Rate of the transport kernel, from its own program, which checks budget, sign and thread independence."""
    done = subprocess.run([programs / "bench_transport", "--json", "/dev/stdout"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout[done.stdout.index("{"):])


TOWN = pathlib.Path(__file__).resolve().parent.parent / "scenarios/tutorial"
TOWN_MESH = ["--set", "mesh.cell_size_m=20"]
NOTHING = '[[measure]]\nkind = "close_edge"\nedges = ["C2B2"]\nclasses = ["tram"]\n'  # the town has no trams


def speedup(programs, folder):
    """A full run of the tutorial town, and its product at every second cell with the check against that run."""
    result, tables, measure = folder / "town.nc", folder / "tables", folder / "nothing.toml"
    began = time.monotonic()
    subprocess.run([programs / "hacthanh", "run", TOWN / "town.toml", "-o", result, "--quiet", *TOWN_MESH], check=True,
                   stdout=subprocess.DEVNULL)
    full_s = time.monotonic() - began
    subprocess.run([programs / "hacthanh", "transfer", result, "-o", tables, "--spacing", "4"], check=True,
                   stdout=subprocess.DEVNULL)
    measure.write_text(NOTHING, encoding="utf-8")
    said = subprocess.run([programs / "hacthanh", "whatif", TOWN / "town.toml", measure, "--fast", tables, "--json", *TOWN_MESH],
                          check=True, stdout=subprocess.PIPE, text=True)
    said = json.loads(said.stdout)
    check = said["against_run"]["with_air"]
    if abs(check["fractional_bias"]) > 0.2 or check["factor_of_two"] < 0.5:
        raise SystemExit(f"the product is not the run: {said['against_run']['text']}")
    return {"full_run_s": full_s, "town_receptors": said["receptors"], "town_reevaluate_ms": said["reevaluate_ms"],
            "speedup_vs_full_run": 1e3 * full_s / said["reevaluate_ms"]}


def answers(programs, _arguments):
    """Products with transfer functions of a synthetic city, from its own program, which checks the sums; and the tutorial town's
    product beside its full run (traffic and emission are needed for both and are in the full run's time alone)."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = pathlib.Path(folder) / "answers.json"
        subprocess.run([programs / "bench_answers", "--json", numbers], check=True, stdout=subprocess.DEVNULL)
        return {**json.loads(numbers.read_text(encoding="utf-8")), **speedup(programs, pathlib.Path(folder))}


def mesh(programs, _arguments):
    """Cutting a Luxembourg-sized city into 6 million cells, from its own program, which checks volumes and bits."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = pathlib.Path(folder) / "mesh.json"
        subprocess.run([programs / "bench_mesh", "--json", numbers], check=True, stdout=subprocess.DEVNULL)
        return json.loads(numbers.read_text(encoding="utf-8"))


def wind(programs, _arguments):
    """The projection beside SOR, Eigen, the prototype and the memory's bandwidth; its program checks the residual."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = pathlib.Path(folder) / "wind.json"
        subprocess.run([programs / "bench_wind", "--json", numbers], check=True, stdout=subprocess.DEVNULL)
        return json.loads(numbers.read_text(encoding="utf-8"))


def viz(programs, _arguments):
    """Looking at a result of 2 GB: frames, first picture, scrubbing, memory; its program checks the pictures."""
    done = subprocess.run([programs / "bench_viz"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


BENCHMARKS = {"answers": answers, "coupling": coupling.measure, "dispersion": dispersion.measure, "io": output.measure, "mesh": mesh,
              "study": study.measure, "transport": transport, "viz": viz, "wind": wind}


def print_table(name, result, indent=""):
    """Print nested results as an indented table."""
    print(f"{indent}{name}")
    for key, value in result.items():
        if isinstance(value, dict):
            print_table(key, value, indent + "  ")
        elif isinstance(value, float):
            print(f"{indent}  {key:<32} {value:.4g}")
        else:
            print(f"{indent}  {key:<32} {value}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS), help="default: all")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder of the built programs")
    parser.add_argument("--json", type=pathlib.Path, help="write the numbers here as well")
    parser.add_argument("--pairs", type=int, default=5, help="interleaved pairs of runs (coupling)")
    arguments = parser.parse_args()
    results = {}
    for name in [arguments.name] if arguments.name else sorted(BENCHMARKS):
        results[name] = BENCHMARKS[name](arguments.programs.resolve(), arguments)
        print_table(name, results[name])
    if arguments.json:
        document = results[arguments.name] if arguments.name else results
        arguments.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
