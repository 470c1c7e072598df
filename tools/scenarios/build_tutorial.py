#!/usr/bin/env python3
"""Builds the tutorial town: a small made-up grid with signals and ten minutes of traffic.

    tools/scenarios/build_tutorial.py            write the files of scenarios/tutorial
    tools/scenarios/build_tutorial.py --check    only tell whether they are up to date

Needs netgenerate and duarouter of SUMO 1.15.0 on the PATH. Same SUMO: same bytes.
"""

import random
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from sumo_tools import (element, run_builder, run_tool, strip_header, write_configuration,
                        write_xml)

SCENARIO = Path(__file__).resolve().parents[2] / "scenarios" / "tutorial"
FILES = ("town.net.xml", "demand.rou.xml", "vtypes.add.xml", "town.sumocfg")
MADE_BY = "Made by tools/scenarios/build_tutorial.py with SUMO 1.15.0; do not edit."
SEED = 7
END_S = 600
LAST_DEPARTURE_S = 560
BLOCK_M = 120
VEHICLES = {"car": 230, "motorcycle": 100, "van": 45, "bus": 15}
GATE_WEIGHT = 4.0  # streets at the rim of the town draw more trips than inner ones

VEHICLE_TYPES = (
    {"id": "car", "vClass": "passenger", "emissionClass": "HBEFA4/PC_petrol_Euro-4",
     "color": "0.2,0.4,0.9"},
    {"id": "van", "vClass": "delivery", "emissionClass": "HBEFA4/LCV_diesel_N1-III_Euro-4",
     "color": "0.8,0.8,0.8"},
    {"id": "bus", "vClass": "bus", "emissionClass": "HBEFA4/UBus_Std_gt15-18t_Euro-III",
     "color": "0.1,0.7,0.3"},
    {"id": "motorcycle", "vClass": "motorcycle",
     "emissionClass": "HBEFA4/MC_4S_le250cc_Euro-3", "color": "0.9,0.7,0.1"},
)


def build_network(folder):
    """Generate a 5 x 5 grid of signals with streets that lead out of town."""
    run_tool(["netgenerate", "--grid", "--grid.number", "5", "--grid.length", str(BLOCK_M),
              "--grid.attach-length", str(BLOCK_M), "--default.lanenumber", "1",
              "--default.speed", "13.89", "--default-junction-type", "traffic_light",
              "--tls.cycle.time", "60", "--no-turnarounds.except-deadend",
              "--seed", str(SEED), "--output-file", FILES[0]], folder)
    strip_header(folder / FILES[0], f"{MADE_BY} Made-up town, no map projection.")


def read_streets(path):
    """Return (ways in, ways out) as weighted edge ids; rim streets weigh more."""
    root = ElementTree.parse(path).getroot()
    ends = {junction.get("id") for junction in root.iter("junction")
            if junction.get("type") == "dead_end"}
    ways_in, ways_out = [], []
    for edge in root.iter("edge"):
        if edge.get("function") == "internal":
            continue
        name = edge.get("id")
        ways_in.append((name, GATE_WEIGHT if edge.get("from") in ends else 1.0))
        ways_out.append((name, GATE_WEIGHT if edge.get("to") in ends else 1.0))
    return ways_in, ways_out


def draw_trips(ways_in, ways_out):
    """Return (departure [s], type, origin, destination) in order of departure."""
    lots, trips = random.Random(SEED), []
    in_names, in_weights = zip(*ways_in)
    out_names, out_weights = zip(*ways_out)
    for vehicle, count in VEHICLES.items():
        for _ in range(count):
            start, goal = lots.choices(in_names, in_weights)[0], None
            while goal in (None, start):
                goal = lots.choices(out_names, out_weights)[0]
            trips.append((round(lots.uniform(0, LAST_DEPARTURE_S), 1), vehicle, start, goal))
    return sorted(trips)


def build_demand(folder):
    """Write demand.rou.xml with the routes that duarouter finds; return the number."""
    trips = draw_trips(*read_streets(folder / FILES[0]))
    lines = [element("trip", id=number, type=vehicle, depart=depart, from_=start, to=goal,
                     departLane="best", departSpeed="max")
             for number, (depart, vehicle, start, goal) in enumerate(trips)]
    write_xml(folder / "trips.xml", "routes", lines)
    run_tool(["duarouter", "--net-file", FILES[0], "--route-files", "trips.xml",
              "--additional-files", FILES[2], "--output-file", FILES[1],
              "--vtype-output", "types_of_duarouter.xml", "--seed", str(SEED),
              "--weights.random-factor", "1.3", "--no-step-log",
              "--xml-validation", "never"], folder)
    strip_header(folder / FILES[1], f"{MADE_BY} Made-up demand.")
    return len(trips)


def build(folder):
    """Build all files of the scenario in a folder."""
    build_network(folder)
    write_xml(folder / FILES[2], "additional",
              [element("vType", **kind) for kind in VEHICLE_TYPES], MADE_BY)
    count = build_demand(folder)
    write_configuration(folder / FILES[3], FILES[:3], END_S, None, MADE_BY)
    return f"{count} vehicles"


if __name__ == "__main__":
    sys.exit(run_builder(__doc__.splitlines()[0], build, SCENARIO, FILES))
