"""Capacity of a pure motorbike stream on a road without signals, against counts of Hanoi."""
import re
import subprocess
import tempfile
import pathlib

from sumo_reference import sumo_environment

# Lanes per direction: motorcycles per hour, Hanoi 2012, ASCE J. Transp. Eng., doi:10.1061/(ASCE)TE.1943-5436.0000382.
MEASURED = {2: 13358, 3: 21725, 4: 24335}
LANE_WIDTH_M = 3.5
INTERVAL_S = 200
END_S = 600


def capacity(types):
    """(simulated over measured flow, simulated flow [1/h]) by lanes, with the motorbike of the file `types`."""
    ratio, flows = {}, {}
    for lanes, measured in MEASURED.items():
        flow = greatest_flow(types, lanes)
        flows[f"{lanes}_lanes"] = flow
        ratio[f"{lanes}_lanes"] = flow / measured
    return ratio, flows


def greatest_flow(types, lanes):
    """Mean flow after the first 200 s on the middle of a straight road that is offered more than it can take."""
    with tempfile.TemporaryDirectory(prefix="hacthanh-capacity-") as scratch:
        folder = pathlib.Path(scratch)
        places = {"a": 0, "b": 300, "c": 700, "d": 900}
        (folder / "n.nod.xml").write_text(
            "<nodes>" + "".join(f'<node id="{i}" x="{x}" y="0"/>' for i, x in places.items()) + "</nodes>")
        (folder / "n.edg.xml").write_text("<edges>" + "".join(
            f'<edge id="{a}{b}" from="{a}" to="{b}" numLanes="{lanes}" speed="13.9" width="{LANE_WIDTH_M}"/>'
            for a, b in ("ab", "bc", "cd")) + "</edges>")
        flows = "".join(
            f'<flow id="{lane}_{k}" type="motorbike" route="r" begin="0" end="{END_S}" vehsPerHour="2500" '
            f'departLane="{lane}" departSpeed="max" departPos="base" departPosLat="random_free"/>'
            for lane in range(lanes) for k in range(3))
        (folder / "d.rou.xml").write_text(f'<routes><route id="r" edges="ab bc cd"/>{flows}</routes>')
        (folder / "e.add.xml").write_text(f'<additional><edgeData id="e" file="e.xml" freq="{INTERVAL_S}"/></additional>')
        run(["netconvert", "-n", "n.nod.xml", "-e", "n.edg.xml", "-o", "n.net.xml", "--no-turnarounds"], folder)
        run(["sumo", "-n", "n.net.xml", "-r", "d.rou.xml", "-a", f"{types},e.add.xml", "--lateral-resolution", "0.8",
             "--step-length", "0.5", "--end", str(END_S), "--no-step-log", "--no-warnings", "--time-to-teleport", "-1",
             "-X", "never"], folder)
        left = [float(count) for count in re.findall(r'<edge id="bc"[^>]* left="([^"]+)"',
                                                     (folder / "e.xml").read_text(encoding="utf-8"))]
    return sum(left[1:]) / len(left[1:]) * 3600 / INTERVAL_S


def run(command, folder):
    """Run one of SUMO's programs."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=sumo_environment())
