"""Emitted masses of whole runs against what `sumo --emission-output` sums to."""
import json
import pathlib
import re
import subprocess
import tempfile

from sumo_reference import REPOSITORY, data_folder, emission_sums, greatest_difference

EMISSION_TOLERANCE = 1e-6
# name: (SUMO configuration, end second)
CASES = {
    "tutorial": (REPOSITORY / "scenarios/tutorial/town.sumocfg", 600),
    "thanh_hoa": (REPOSITORY / "scenarios/thanh-hoa/thanh_hoa.sumocfg", 3600),
    "bologna_joined": (data_folder() / "cases/bologna_joined/run.sumocfg", 3600),
    "hanoi_catlinh": (data_folder() / "cases/hanoi_catlinh/hanoi_catlinh.sumocfg", 3600),
    "berlin_adlershof": (data_folder() / "cases/berlin_adlershof/berlin_adlershof.sumocfg", 3600),
}


def run_case(programs, config, end, folder):
    """The account of a run of one case, with a mesh as coarse as the emission sums allow."""
    scenario = folder / "case.toml"
    scenario.write_text(
        f'[traffic]\nsumo_config = "{config}"\nbegin_s = 0\nend_s = {end}\n'
        "[mesh]\ncell_size_m = 100\nlevels = 4\ntop_m = 100\n[weather]\nwind_speed_m_s = 2\nwind_from_deg = 230\n"
        "[emission]\nallow_default_emission_class = true\n"
        "[output]\ninterval_s = 600\nkeep_fields = false\nkeep_roads = false\n", encoding="utf-8")
    done = subprocess.run([programs / "hacthanh", "run", str(scenario), "--force", "--quiet", "--json"], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def validate(programs, _arguments):
    """Emitted masses of whole runs against what `sumo --emission-output` sums to."""
    results = {}
    for name, (config, end) in CASES.items():
        if not config.exists():
            print(f"skipped {name}: {config.name} is not here (set HACTHANH_DATA_DIR)")
            continue
        step = re.search(r'<step-length value="([^"]+)"', config.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory(prefix="hacthanh-validate-") as folder:
            ours = run_case(programs, config, end, pathlib.Path(folder))
        theirs = emission_sums(config, end, float(step.group(1)) if step else 1.0)
        difference = greatest_difference(ours["emitted_kg"], theirs)
        results[name] = {"emission_difference": difference, "limit": EMISSION_TOLERANCE,
                         "passed": int(difference <= EMISSION_TOLERANCE), "emitted_kg": ours["emitted_kg"],
                         "baseline": {"sumo_kg": theirs}}
        print(f"{name:<18} greatest relative difference {difference:.2e} (at most {EMISSION_TOLERANCE}): "
              f"{'passed' if results[name]['passed'] else 'FAILED'}")
    return results
