"""Measures against the sign that is expected of them, over pairs of seeds, on traffic and emissions (no air to speak of)."""
import json
import pathlib
import re
import subprocess
import tempfile

from sumo_reference import REPOSITORY, data_folder

SEEDS = 5
THANH_HOA = REPOSITORY / "scenarios/thanh-hoa"
COARSE = {"city.folder": "", "mesh.cell_size_m": "200", "mesh.levels": "4", "mesh.top_m": "100", "mesh.first_layer_m": "5",
          "chemistry.model": "none", "kerb.model": "none", "output.keep_fields": "false", "output.interval_s": "300",
          "output.species": '["CO2","CO","HC","NOx","PM","fuel"]'}
# name: (scenario, measures, options). Ten minutes to fill the streets, then ten minutes of the measure.
WINDOW = {"traffic.end_s": "1200", "run.spin_up_s": "600"}
THANH_HOA_CASES = {
    "thanh_hoa": ("morning", ["signal_coord", "junction_fix", "e_moto_30", "e_moto_100", "lez_core", "speed_30_school",
                              "bus_lane", "bus_new", "growth_2030", "oneway_core", "bypass", "charge"], WINDOW),
    "thanh_hoa_event": ("evening", ["event_close"],
                        {"traffic.begin_s": "4800", "traffic.end_s": "6000", "run.spin_up_s": "600"}),
    "thanh_hoa_trucks": ("morning", ["truck_ban"], WINDOW),
}
# Measures for any network: on the square of SIDE_M in its middle. X is its polygon.
SIDE_M = 600
GENERIC = {
    "less_demand": ('kind = "demand_scale"\nmode = "operational"\nfactor = 0.8', "vehicle_km", "all", "-"),
    "slow_centre": ('kind = "speed_limit"\nspeed_km_h = 20\npolygon_m = X', "time_per_km_s", "place", "+"),
    "no_cars": ('kind = "low_emission_zone"\nclasses = ["passenger"]\nbehaviour = "cancel"\npolygon_m = X', "vehicle_km",
                "place", "-"),
}
OTHER_CASES = {
    "hanoi": (data_folder() / "cases/hanoi_catlinh/hanoi_catlinh.sumocfg", "hanoi_catlinh.net.xml"),
    "bologna": (data_folder() / "cases/bologna_joined/run.sumocfg", "joined_buslanes.net.xml"),
}


def whatif(programs, scenario, measures, options, folder):
    """The document of one what-if."""
    settings = [word for key, value in options.items() for word in ("--set", f"{key}={value}")]
    done = subprocess.run([programs / "hacthanh", "whatif", str(scenario), *map(str, measures), "--seeds", str(SEEDS),
                           "--json", "--quiet", "-o", str(folder / "out"), "--force", *settings],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{scenario}: {done.stderr}")
    return json.loads(done.stdout)


def judge(case, document):
    """Prints what was found of every expectation; passed: nothing went against it and no vehicle was lost."""
    results = {}
    for run in document["runs"]:
        for name, m in run["members"].items():
            kept = m["vehicles_arrived"] + m["vehicles_running"] + m["vehicles_off_road"] + m["vehicles_removed"]
            if m["vehicles_inserted"] != kept:
                raise SystemExit(f"{case} {name}: {m['vehicles_inserted']} vehicles inserted, {kept} found again")
    for name, variant in document["variants"].items():
        findings = variant["expectations"]
        good = all(e["finding"] in ("as expected", "not distinguishable", "not valid") for e in findings)
        results[name] = {"passed": int(good), "valid": int(variant["valid"])}
        for e in findings:
            key = e["indicator"] + ("" if e["place"] == "all" else "@" + e["place"])
            d = variant["differences"].get(key, {})
            low, high = d.get("difference_ci", (float("nan"), float("nan")))
            relative = 100 * d.get("relative", float("nan"))
            results[name][key] = {"relative": d.get("relative"), "finding": e["finding"]}
            print(f"{case:<16} {name:<16} {key:<24} expected {e['sign']}  {relative:+7.2f} %  [{low:+.4g}, {high:+.4g}]  "
                  f"{e['finding']}", flush=True)
    return results


def write_generic(folder, network):
    """Three measures for any network; returns their files."""
    numbers = re.search(r'convBoundary="([^"]+)"', network.read_text(encoding="utf-8")).group(1)
    x0, y0, x1, y1 = map(float, numbers.split(","))
    x, y, half = (x0 + x1) / 2, (y0 + y1) / 2, SIDE_M / 2
    square = f"[{x - half}, {y - half}, {x + half}, {y - half}, {x + half}, {y + half}, {x - half}, {y + half}]"
    files = []
    for name, (measure, indicator, place, sign) in GENERIC.items():
        files.append(folder / f"{name}.toml")
        files[-1].write_text(f'[[measure]]\n{measure.replace("X", square)}\n[[expect]]\nindicator = "{indicator}"\n'
                             f'place = "{place}"\nsign = "{sign}"\n', encoding="utf-8")
    return files


def validate(programs, _arguments):
    """Expected signs over pairs of seeds, or that they are not distinguishable."""
    results = {}
    for case, (scenario, measures, options) in THANH_HOA_CASES.items():
        with tempfile.TemporaryDirectory(prefix="hacthanh-validate-") as scratch:
            files = [THANH_HOA / f"measures/{name}.toml" for name in measures]
            results[case] = judge(case, whatif(programs, THANH_HOA / f"{scenario}.toml", files, {**COARSE, **options},
                                               pathlib.Path(scratch)))
    for case, (config, network) in OTHER_CASES.items():
        if not config.exists():
            print(f"skipped {case}: {config.name} is not here (set HACTHANH_DATA_DIR)")
            continue
        with tempfile.TemporaryDirectory(prefix="hacthanh-validate-") as scratch:
            folder = pathlib.Path(scratch)
            scenario = folder / "case.toml"
            scenario.write_text(
                f'[traffic]\nsumo_config = "{config}"\nbegin_s = 0\nend_s = 1200\n[mesh]\ncell_size_m = 200\nlevels = 4\n'
                "top_m = 100\nfirst_layer_m = 5\n[weather]\nwind_speed_m_s = 2\nwind_from_deg = 230\n[run]\nspin_up_s = 600\n"
                "[emission]\nallow_default_emission_class = true\n[output]\ninterval_s = 300\nkeep_fields = false\n",
                encoding="utf-8")
            results[case] = judge(case, whatif(programs, scenario, write_generic(folder, config.parent / network), {},
                                               folder))
    return results
