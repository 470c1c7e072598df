"""Emissions of mixed traffic: g/km per class beside literature in three kinds of driving, checks that no scale was made
with, what rebuilding SUMO's emission functions costs in exactness, and the capacity of motorbike streams.

Everything runs on small networks that netgenerate makes; no data folder is needed.
"""
import json
import pathlib
import re
import subprocess
import tempfile

from sumo_reference import MG_TO_KG, REPOSITORY, SPECIES, sumo_command, sumo_environment
from validation.capacity import capacity

FLEET = REPOSITORY / "scenarios" / "fleets" / "vietnam_hanoi.csv"
# The recommended motorbike and its companions (docs/user/mixed_traffic.md).
TYPES = REPOSITORY / "scenarios" / "fleets" / "mixed_traffic.add.xml"
CLASS_OF_TYPE = {"motorbike": "motorcycle", "car": "passenger", "van": "delivery", "bus": "bus", "truck": "truck"}
SHARES = {"motorbike": 0.82, "car": 0.12, "van": 0.02, "bus": 0.02, "truck": 0.02}
# name: netgenerate options, seconds between two departures, seconds simulated
CYCLES = {
    "rush": (["--grid.number", "5", "--grid.length", "150", "-j", "traffic_light", "-S", "11.1"], 0.40, 900),
    "urban": (["--grid.number", "6", "--grid.length", "300", "-j", "traffic_light", "-S", "11.1"], 0.80, 900),
    "free": (["--grid.number", "5", "--grid.length", "800", "-j", "priority", "-S", "11.1"], 3.0, 1200),
}
CARBON = {"CO2": 12.011 / 44.009, "CO": 12.011 / 28.010, "HC": 0.866}
# Carbon by mass of E5 petrol (5 % ethanol by volume, the usual petrol of Viet Nam) and of diesel fuel.
CARBON_OF_FUEL = {"motorcycle": 0.848, "passenger": 0.848, "delivery": 0.862, "bus": 0.862, "truck": 0.862}
CARBON_LIMIT = 0.02
BIAS_LIMIT = 0.01
PETROL_KG_L = 0.745
MOTORCYCLE_L_100KM = (1.5, 4.0)   # 100-125 cc in cities, evidence M
# Ho Chi Minh City, tunnel and roadside, Ho & Dinh 2008: NOx of the fleet mean [g/km]. Composition: motorcycles 91.7 %
# (roundabout, 2021, S), buses as in Hanoi (0.4 %, S), vans and trucks 0.5 % each (M), the rest cars.
HCMC_NOX = (0.20, 0.03)
HCMC_SHARES = {"motorcycle": 0.917, "passenger": 0.069, "delivery": 0.005, "bus": 0.004, "truck": 0.005}
HALVING_NOISE = 0.05
POLLUTANTS = ["CO2", "CO", "HC", "NOx", "PM", "fuel", "PM10", "PM25", "PM10_wear", "NO2_primary", "BC", "CO2e"]


def tool(command, folder):
    """Run one of SUMO's tools."""
    done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True,
                          env=sumo_environment(), check=False)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {done.stderr.strip()}")


def make_network(folder, options, hilly):
    """net.net.xml, flat or with hills of 20 m."""
    tool(["netgenerate", "--grid", "-L", "2", "--seed", "1", "--no-turnarounds", *options, "-o", "net.net.xml",
          "--plain-output-prefix", "plain"], folder)
    if not hilly:
        return
    nodes = folder / "plain.nod.xml"

    def lift(found):
        x, y = float(found[1]), float(found[2])
        height = 20 * ((x // 150 + 2 * (y // 150)) % 3)
        return f'x="{found[1]}" y="{found[2]}" z="{height}"'

    nodes.write_text(re.sub(r'x="([^"]+)" y="([^"]+)"', lift, nodes.read_text(encoding="utf-8")), encoding="utf-8")
    tool(["netconvert", "-n", "plain.nod.xml", "-e", "plain.edg.xml", "-x", "plain.con.xml", "-i", "plain.tll.xml",
          "-o", "net.net.xml"], folder)


def make_case(folder, options, period, end, hilly=False, stops=False):
    """A SUMO configuration of mixed traffic on a made network. `stops`: some vehicles stop, park or wait for long."""
    make_network(folder, options, hilly)
    types = TYPES.read_text(encoding="utf-8").replace(
        "</additional>", f'<vTypeDistribution id="mix" vTypes="{" ".join(SHARES)}" '
        f'probabilities="{" ".join(str(share) for share in SHARES.values())}"/></additional>')
    (folder / "types.add.xml").write_text(types, encoding="utf-8")
    tools = pathlib.Path(sumo_environment()["SUMO_HOME"]) / "tools"
    tool(["python3", tools / "randomTrips.py", "-n", "net.net.xml", "-e", end, "-p", period, "--seed", "1",
          "--min-distance", "400", "-o", "trips.xml", "--trip-attributes", 'type="mix"'], folder)
    # Types stay in their own file: duarouter would copy them.
    tool(["duarouter", "-n", "net.net.xml", "-r", "trips.xml", "-a", "types.add.xml", "-o", "demand.rou.xml",
          "--vtype-output", "types.rou.xml", "--no-warnings", "--ignore-errors", "--seed", "1"], folder)
    if stops:
        add_stops(folder / "demand.rou.xml")
    config = folder / "case.sumocfg"
    config.write_text(
        '<configuration><input><net-file value="net.net.xml"/><route-files value="demand.rou.xml"/>'
        '<additional-files value="types.rou.xml"/></input><processing><lateral-resolution value="0.8"/>'
        f'<time-to-teleport value="{120 if stops else 300}"/></processing></configuration>\n', encoding="utf-8")
    return config


def add_stops(routes):
    """Every fifth vehicle stops on the way, by turns on the lane and parked beside it."""
    count = 0

    def with_stop(found):
        nonlocal count
        count += 1
        edges = found[1].split()
        if count % 5 or len(edges) < 3:
            return found[0]
        parking = "true" if count % 2 else "false"
        return (f'{found[0]}<stop lane="{edges[len(edges) // 2]}_0" endPos="60" duration="40" '
                f'parking="{parking}"/>')

    text = routes.read_text(encoding="utf-8")
    routes.write_text(re.sub(r'<route edges="([^"]+)"/>', with_stop, text), encoding="utf-8")


def double_demand(routes, delay_s):
    """Every vehicle departs once more, a little later, on the same way."""
    def with_copy(found):
        later = re.sub(r' id="([^"]+)"', r' id="\1_again"', found[0], count=1)
        return found[0] + re.sub(r' depart="([^"]+)"', lambda f: f' depart="{float(f[1]) + delay_s:.2f}"', later, count=1)

    text = routes.read_text(encoding="utf-8")
    routes.write_text(re.sub(r"<vehicle .*?</vehicle>", with_copy, text, flags=re.S), encoding="utf-8")


def run(programs, config, end, fleet=None, species=SPECIES):
    """The account of a run with a mesh as coarse as emission sums allow."""
    folder = config.parent
    scenario = folder / "case.toml"
    lines = [f'[traffic]\nsumo_config = "{config}"\nbegin_s = 0\nend_s = {end}', "[mesh]\ncell_size_m = 100\nlevels = 4\ntop_m = 100",
             "[weather]\nwind_speed_m_s = 2\nwind_from_deg = 230"]
    if fleet:
        lines.append(f'[emission]\nfleet = "{fleet}"')
    lines.append(f"[output]\nspecies = {json.dumps(species)}\ninterval_s = {end}\nkeep_fields = false\n"
                 "keep_roads = false\n")
    scenario.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run([programs / "hacthanh", "run", str(scenario), "--force", "--quiet", "--json"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"hacthanh run failed: {done.stderr}")
    return json.loads(done.stdout)


def by_type(config, end, step_s):
    """What `sumo --emission-output` sums to [kg by type and species], clamped at zero per vehicle and step."""
    pattern = re.compile(r'<vehicle .*?\bCO2="([^"]+)" CO="([^"]+)" HC="([^"]+)" NOx="([^"]+)" PMx="([^"]+)" '
                         r'fuel="([^"]+)".*?\btype="([^"]+)"')
    sums = {}
    with tempfile.TemporaryDirectory(prefix="hacthanh-sumo-") as outputs:
        command = sumo_command(config, outputs, end, ["--emission-output", "stdout", "--emission-output.precision", "9"])
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env=sumo_environment()) as process:
            for line in process.stdout:
                if found := pattern.search(line):
                    of_type = sums.setdefault(found[7], [0.0] * len(SPECIES))
                    for index in range(len(SPECIES)):
                        of_type[index] += max(0.0, float(found[index + 1]))
        if process.returncode != 0:
            raise SystemExit(f"sumo failed on {config}")
    return {name: {species: total * step_s * MG_TO_KG for species, total in zip(SPECIES, values)}
            for name, values in sums.items()}


def cycles(programs):
    """g/km per class, pollutant and cycle with the Vietnamese fleet, and what half the demand of a free network gives off."""
    table, speeds, literature = {}, {}, {}
    for cycle, (options, period, end) in CYCLES.items():
        with tempfile.TemporaryDirectory(prefix="hacthanh-validate-") as scratch:
            config = make_case(pathlib.Path(scratch), options, period, end)
            result = run(programs, config, end, FLEET, POLLUTANTS)
            doubled = None
            if cycle == "free":
                double_demand(config.parent / "demand.rou.xml", 0.5 * period)
                doubled = run(programs, config, end, FLEET, POLLUTANTS)
        speeds[cycle] = {name: of_class["mean_speed_km_h"] for name, of_class in result["fleet"].items()}
        for name, of_class in result["fleet"].items():
            for pollutant, value in of_class["g_per_km"].items():
                table.setdefault(name, {}).setdefault(pollutant, {})[cycle] = value
            for pollutant, known in of_class["literature"].items():
                literature.setdefault(name, {})[pollutant] = {"low": known["low"], "high": known["high"]}
        if doubled:
            halving = {p: kg / doubled["emitted_kg"][p] for p, kg in result["emitted_kg"].items()}
    return table, speeds, literature, halving


def carbon_balance(table):
    """Relative difference of the carbon in CO2, CO and HC from the carbon of the fuel, per class and cycle."""
    return {name: {cycle: sum(of_class[p][cycle] * CARBON[p] for p in CARBON)
                   / (of_class["fuel"][cycle] * CARBON_OF_FUEL[name]) - 1 for cycle in of_class["fuel"]}
            for name, of_class in table.items()}


def polynomial_bias(programs):
    """Our sums over SUMO's getters' per class and species, less 1: worst of a flat and a hilly case, both with vehicles
    that stop, park and are teleported."""
    bias, teleported = {}, 0
    for hilly in (False, True):
        with tempfile.TemporaryDirectory(prefix="hacthanh-validate-") as scratch:
            options, period, end = CYCLES["rush"]
            config = make_case(pathlib.Path(scratch), options, period, end, hilly, stops=True)
            ours = run(programs, config, end)
            theirs = by_type(config, end, 1.0)
        teleported += ours["vehicles_teleported"]
        for vehicle_type, sums in theirs.items():
            name = CLASS_OF_TYPE[vehicle_type]
            for species, kg in sums.items():
                difference = ours["fleet"][name]["emitted_kg"].get(species, 0) / kg - 1 if kg > 0 else 0.0
                worst = bias.setdefault(name, {}).setdefault(species, 0.0)
                if abs(difference) >= abs(worst):
                    bias[name][species] = difference
    return bias, teleported


def validate(programs, _arguments):
    """All numbers of this validation."""
    table, speeds, literature, halving = cycles(programs)
    print_table(table, speeds, literature)
    carbon = carbon_balance(table)
    bias, teleported = polynomial_bias(programs)
    ratio, flows = capacity(TYPES)
    litres = {cycle: grams / PETROL_KG_L / 10 for cycle, grams in table["motorcycle"]["fuel"].items()}
    hcmc = sum(share * table[name]["NOx"]["urban"] for name, share in HCMC_SHARES.items())
    worst_carbon = max(abs(value) for of_class in carbon.values() for value in of_class.values())
    worst_bias = max(abs(value) for of_class in bias.values() for value in of_class.values())
    inside = {name: {p: int(r["low"] <= table[name][p]["urban"] <= r["high"]) for p, r in ranges.items()}
              for name, ranges in literature.items()}
    checks = {
        "carbon_balance": int(worst_carbon <= CARBON_LIMIT),
        "polynomial_bias": int(worst_bias <= BIAS_LIMIT),
        "capacity": int(all(0.75 <= value <= 1.25 for value in ratio.values())),
        "motorcycle_consumption": int(MOTORCYCLE_L_100KM[0] <= litres["urban"] <= MOTORCYCLE_L_100KM[1]),
        "hcmc_fleet_nox": int(abs(hcmc - HCMC_NOX[0]) <= HCMC_NOX[1]),
        "halved_demand": int(all(abs(2 * value - 1) <= HALVING_NOISE for value in halving.values())),
    }
    outside = [f"{name} {p}" for name, of_class in inside.items() for p, v in of_class.items() if not v]
    print(f"outside literature in urban driving, a flag and no failure: {', '.join(outside) or 'none'}")
    for name, passed in checks.items():
        print(f"{name:<26} {'passed' if passed else 'FAILED'}")
    print(f"carbon balance {worst_carbon:.2%}, polynomial bias {worst_bias:.1e} ({teleported} teleports), motorcycle "
          f"{litres['urban']:.2f} l/100 km, HCMC fleet NOx {hcmc:.3f} g/km, capacity "
          + ", ".join(f"{lanes} {value:.2f}" for lanes, value in ratio.items()))
    return {"g_per_km": table, "mean_speed_km_h": speeds, "literature": literature, "within_literature_urban": inside,
            "carbon_balance": carbon, "carbon_balance_limit": CARBON_LIMIT,
            "polynomial_bias": bias, "polynomial_bias_limit": BIAS_LIMIT, "teleported": teleported,
            "capacity_ratio": ratio, "capacity_per_hour": flows, "motorcycle_l_per_100km": litres,
            "hcmc_fleet_nox_g_km": hcmc, "halved_demand_ratio": halving,
            "checks": {name: {"passed": passed} for name, passed in checks.items()}}


def print_table(table, speeds, literature):
    """Class by class beside literature."""
    print(f"{'class':<11}{'pollutant':<12}" + "".join(f"{cycle:>10}" for cycle in CYCLES) + "   literature [g/km]")
    for name, of_class in table.items():
        print(f"{name:<11}{'km/h':<12}" + "".join(f"{speeds[cycle][name]:>10.1f}" for cycle in CYCLES))
        for pollutant, values in of_class.items():
            known = literature.get(name, {}).get(pollutant)
            print(f"{'':<11}{pollutant:<12}" + "".join(f"{values.get(cycle, float('nan')):>10.4g}" for cycle in CYCLES)
                  + (f"   {known['low']:g}-{known['high']:g}" if known else ""))
