"""Plain `sumo` as the reference: how it is run beside ours, and what its emission output sums to."""
import os
import pathlib
import re
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
SPECIES = ["CO2", "CO", "HC", "NOx", "PM", "fuel"]
# One line of --emission-output holds the six in this order, in mg/s.
VEHICLE = re.compile(
    r'<vehicle .*?\bCO2="([^"]+)" CO="([^"]+)" HC="([^"]+)" NOx="([^"]+)" PMx="([^"]+)" fuel="([^"]+)"')
MG_TO_KG = 1e-6


def data_folder():
    """Folder of the real cases; it may be absent."""
    return pathlib.Path(os.environ.get("HACTHANH_DATA_DIR", REPOSITORY.parent / "shared" / "data"))


def sumo_environment():
    """The environment with SUMO_HOME, which plain sumo needs."""
    return {"SUMO_HOME": "/usr/share/sumo", **os.environ}


def sumo_command(config, outputs, end, extra=()):
    """Plain sumo on a configuration, its own output files sent to the folder `outputs`."""
    # SUMO puts the prefix before the last part of a path that is already absolute.
    prefix = "../" * 30 + str(outputs).lstrip("/") + "/"
    return ["sumo", "-c", str(config), "--end", str(end), "--no-step-log", "--no-warnings", "--ignore-route-errors",
            "--xml-validation", "never", "--output-prefix", prefix, *extra]


def emission_sums(config, end, step_s):
    """Emissions of all vehicles until second `end` [kg by species], clamped at zero per vehicle and step."""
    sums = [0.0] * len(SPECIES)
    with tempfile.TemporaryDirectory(prefix="hacthanh-sumo-") as outputs:
        command = sumo_command(config, outputs, end,
                               ["--emission-output", "stdout", "--emission-output.precision", "9"])
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env=sumo_environment()) as process:
            for line in process.stdout:
                found = VEHICLE.search(line)
                if found:
                    for index, value in enumerate(found.groups()):
                        sums[index] += max(0.0, float(value))
        if process.returncode != 0:
            raise SystemExit(f"sumo failed on {config}")
    return {name: total * step_s * MG_TO_KG for name, total in zip(SPECIES, sums)}


def greatest_difference(ours, theirs):
    """Greatest relative difference of two {species: kg}."""
    return max(abs(ours[name] - kg) / max(abs(kg), 1e-12) for name, kg in theirs.items())
