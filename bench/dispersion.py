"""How fast concentrations are computed: each part adds its numbers to the word `dispersion`."""
import json
import pathlib
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
BUDGET_LIMIT = 1e-6
# What the limit of half a minute was set for: the transport of six species, no chemistry, no kerbs.
SIX_SPECIES = ["--set", "output.species=CO2,CO,HC,NOx,PM,fuel", "--set", "chemistry.model=none", "--set",
               "kerb.model=none"]
MORNING = REPOSITORY / "scenarios/thanh-hoa/morning.toml"


def transport(programs):
    """The finite volumes beside the prototype and the memory's bandwidth; the program checks budget, sign and bits."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = pathlib.Path(folder) / "transport.json"
        subprocess.run([programs / "bench_transport", "--json", numbers], check=True, stdout=subprocess.DEVNULL)
        measured = json.loads(numbers.read_text(encoding="utf-8"))
    found = measured["block_city"]
    names = ("transport_vs_prototype", "stream_fraction", "thread_scaling_2")
    return {name: found.pop(name) for name in names} | {"transport": found | {"flux_memory": measured["flux_memory"]}}


def morning(programs):
    """Wall seconds of the transport of Thanh Hoá's morning, one hour, six species, on two threads; traffic is recorded
    before, so that it takes no part of them."""
    with tempfile.TemporaryDirectory() as folder:
        recording = pathlib.Path(folder) / "morning.rec"
        subprocess.run([programs / "hacthanh", "record", MORNING, "-o", recording], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        done = subprocess.run(
            [programs / "hacthanh", "run", MORNING, "-o", pathlib.Path(folder) / "morning.nc", "--threads", "2", "--quiet",
             "--json", "--set", f"traffic.recording={recording}", "--set", "traffic.sumo_config=", *SIX_SPECIES,
             "--set", "output.keep_fields=false", "--set", "output.interval_s=3600"], check=True, capture_output=True,
            text=True)
    account = json.loads(done.stdout)
    worst = account["mass_budget_relative_error"]
    if worst > BUDGET_LIMIT:
        raise SystemExit(f"dispersion: the morning's mass budget is off by {worst:.2g} (at most {BUDGET_LIMIT:g})")
    return {"morning_transport_s": account["stage_wall_s"]["transport"],
            "morning": {"cells": account["cells"], "steps": account["transport_steps"], "mass_budget_relative_error": worst}}


def near(programs):
    """Line source and particles beside their prototypes; the program checks errors, walls and bits."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = pathlib.Path(folder) / "near.json"
        subprocess.run([programs / "bench_near", "--json", numbers], check=True, stdout=subprocess.DEVNULL)
        found = json.loads(numbers.read_text(encoding="utf-8"))
    return {f"{model}_vs_prototype": found[model].pop("vs_prototype") for model in ("line_source", "particles")} | found


PARTS = [transport, near, morning]


def measure(programs, _arguments):
    """`./do bench dispersion`."""
    found = {}
    for part in PARTS:
        found |= part(programs)
    return found
