#!/usr/bin/env python3
"""Builds the schematic Thanh Hoá scenario: network, demand and SUMO configuration.

    tools/scenarios/build_thanh_hoa.py            write the files of scenarios/thanh-hoa
    tools/scenarios/build_thanh_hoa.py --check    only tell whether they are up to date

Needs netconvert and duarouter of SUMO 1.15.0 on the PATH. Reads facts/*.csv of the
scenario, nothing else. Same facts, same SUMO: same bytes.
"""

import csv
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import planar
import utm
from street_plan import (Arterial, FabricOptions, Junction, LocalFabric, StreetPlan,
                         build_ring, split_arterials)
from sumo_tools import (element, run_builder, run_tool, strip_header, write_configuration,
                        write_xml)
from trip_demand import (DemandOptions, HotSpot, TripDrawer, bus_trips, vehicle_counts)

SCENARIO = Path(__file__).resolve().parents[2] / "scenarios" / "thanh-hoa"
FILES = ("thanh_hoa.net.xml", "demand.rou.xml", "vtypes.add.xml", "thanh_hoa.sumocfg")
CENTRE_LON_LAT = (105.7768, 19.8079)  # Quảng trường Lam Sơn, evidence S-weak, +-400 m
MAP_SIZE_M = 6000.0  # network coordinates run from 0 to MAP_SIZE_M, centre in the middle
BORDER_M = 12.0  # roads end this far inside the map
CURVE_SPACING_M = 110.0
SIGNAL_KINDS = {"signal": "traffic_light"}
ROAD_TYPES = (  # SUMO priority, lane width [m] (evidence M)
    ("trunk", 9, 3.5), ("primary", 8, 3.5), ("secondary", 6, 3.25), ("tertiary", 4, 3.25),
    ("local", 1, 2.75))
SEED = 20260115
MADE_BY = "Made by tools/scenarios/build_thanh_hoa.py with SUMO 1.15.0; do not edit."
SCHEMATIC = "SCHEMATIC road network / mạng lưới đường sơ đồ."


def read_facts(name):
    """Return the rows of a fact table as dictionaries; '#' lines are comments."""
    with open(SCENARIO / "facts" / name, encoding="utf-8", newline="") as file:
        text = unicodedata.normalize("NFC", file.read())
    return list(csv.DictReader(line for line in text.splitlines()
                               if not line.startswith("#")))


class MapFrame:
    """Network coordinates: UTM 48N moved by whole metres, so that the map starts at 0, 0."""

    def __init__(self):
        east, north = utm.to_utm(*CENTRE_LON_LAT)
        self.offset = (MAP_SIZE_M / 2 - round(east), MAP_SIZE_M / 2 - round(north))

    def from_degrees(self, lon, lat, shift=(0.0, 0.0)):
        """Return network coordinates of a point in degrees, moved by shift [m]."""
        east, north = utm.to_utm(lon, lat)
        return (east + self.offset[0] + shift[0], north + self.offset[1] + shift[1])

    def to_text(self, point):
        """Return 'lon,lat' of a network point, fine enough for a centimetre."""
        lon, lat = utm.to_lon_lat(point[0] - self.offset[0], point[1] - self.offset[1])
        return f"{lon:.7f},{lat:.7f}"


# --- street plan -------------------------------------------------------------------


def read_points(frame):
    """Return {node id: (position, row)} of the skeleton."""
    points = {}
    for row in read_facts("nodes.csv"):
        shift = (float(row["shift_east_m"]), float(row["shift_north_m"]))
        position = frame.from_degrees(float(row["lon"]), float(row["lat"]), shift)
        points[row["id"]] = (position, row)
    return points


def neighbour_on_road(rows, road, node, other):
    """Return the next skeleton node of a road beyond `node`, coming from `other`."""
    for row in rows:
        ends = {row["from"], row["to"]}
        if row["road"] == road and node in ends and other not in ends:
            return (ends - {node}).pop()
    return None


def add_arterial(plan, points, rows, row):
    """Add the part of one skeleton edge that lies inside the map."""
    start, end = row["from"], row["to"]
    before = neighbour_on_road(rows, row["road"], start, end)
    after = neighbour_on_road(rows, row["road"], end, start)
    curve = planar.smooth(before and points[before][0], points[start][0], points[end][0],
                          after and points[after][0], CURVE_SPACING_M)
    for run, from_border, to_border in planar.clip(curve, BORDER_M, MAP_SIZE_M - BORDER_M):
        ends = []
        for node, is_gate, position in ((start, from_border, run[0]), (end, to_border, run[-1])):
            ident = f"{node}.{row['road']}" if is_gate else node
            kind = SIGNAL_KINDS.get(points[node][1]["kind"], "priority")
            plan.junctions[ident] = (
                Junction(position) if is_gate else
                Junction(position, kind, points[node][1]["name_vi"]))
            if is_gate:
                plan.gates.append(ident)
            ends.append(ident)
        plan.arterials.append(Arterial(
            row["road"], row["name_vi"], row["class"], int(row["lanes"]),
            float(row["speed_kmh"]), *ends, run))


def build_plan(frame):
    """Return the whole street plan: arterials, roundabouts, local streets."""
    plan, points, rows = StreetPlan(), read_points(frame), read_facts("edges.csv")
    for row in rows:
        add_arterial(plan, points, rows, row)
    for ident, (_, row) in points.items():
        if row["kind"] == "roundabout" and ident in plan.junctions:
            build_ring(plan, ident, row["name_vi"])
    river = [frame.from_degrees(float(row["lon"]), float(row["lat"]))
             for row in read_facts("river_ma.csv")]
    LocalFabric(plan, river, FabricOptions(map_size=MAP_SIZE_M, seed=SEED)).draw()
    split_arterials(plan)
    return plan


# --- network -----------------------------------------------------------------------


def write_nodes(plan, frame, path):
    """Write SUMO's plain node file in degrees."""
    lines = []
    for ident, junction in plan.junctions.items():
        lon, lat = frame.to_text(junction.position).split(",")
        lines.append(element("node", id=ident, x=lon, y=lat, type=junction.kind,
                             name=junction.name))
    write_xml(path, "nodes", lines)


def write_edges(plan, frame, path):
    """Write SUMO's plain edge file, both directions, right-hand traffic."""
    lines = []
    for street in plan.streets:
        ways = [(street.ident, street.start, street.end, street.points)]
        if not street.oneway:
            ways.append((f"-{street.ident}", street.end, street.start, street.points[::-1]))
        for ident, start, end, points in ways:
            shape = " ".join(frame.to_text(p) for p in points) if len(points) > 2 else None
            lines.append(element(
                "edge", id=ident, from_=start, to=end, name=street.name,
                type=street.road_type, numLanes=street.lanes,
                speed=f"{street.speed_kmh / 3.6:.2f}", shape=shape,
                spreadType="center" if street.oneway else "right"))
    for nodes, edges in plan.rings:
        lines.append(element("roundabout", nodes=" ".join(nodes), edges=" ".join(edges)))
    write_xml(path, "edges", lines)


def median_deletions(plan):
    """Return SUMO deletions of the left turns at local accesses to dual carriageways.

    Roads with three lanes a direction have a median: local streets join them right-in,
    right-out (a drawing choice, evidence M).
    """
    wide, local = {}, {}
    for street in plan.streets:
        table = wide if street.lanes >= 3 and not street.oneway else local
        for end, inward, outward in ((street.start, f"-{street.ident}", street.ident),
                                     (street.end, street.ident, f"-{street.ident}")):
            table.setdefault(end, []).append((inward, outward, street))
    lines = []
    for ident, arms in local.items():
        if ident not in wide or not ident.startswith("a"):
            continue
        here = plan.junctions[ident].position
        for inward, outward, street in arms:
            far = street.points[-1] if street.start == ident else street.points[0]
            lines.extend(_left_turns(here, far, (inward, outward), wide[ident], arms))
    return lines


def _left_turns(here, far, local_edges, wide_arms, local_arms):
    """Return the deletions for one local street at a junction with a median."""
    inward, outward = local_edges
    lines = [element("delete", from_=inward, to=other_out)
             for other_in, other_out, _ in local_arms if other_in != inward]
    out = planar.direction(here, far)
    for wide_in, wide_out, street in wide_arms:
        points = street.points if street.points[0] == here else street.points[::-1]
        if planar.distance(points[0], here) > 1.0:
            points = points[::-1]
        way = planar.direction(points[0], points[1])
        if out[0] * way[1] - out[1] * way[0] < 0:  # clockwise: to the left of a driver coming out
            lines.append(element("delete", from_=inward, to=wide_out))
        else:
            lines.append(element("delete", from_=wide_in, to=outward))
    return lines


def build_network(plan, frame, folder):
    """Run netconvert on the plan; leaves thanh_hoa.net.xml in the folder."""
    write_nodes(plan, frame, folder / "plain.nod.xml")
    write_edges(plan, frame, folder / "plain.edg.xml")
    write_xml(folder / "plain.typ.xml", "types",
              [element("type", id=name, priority=priority, width=width)
               for name, priority, width in ROAD_TYPES])
    write_xml(folder / "plain.con.xml", "connections", median_deletions(plan))
    messages = run_tool([
        "netconvert", "--node-files", "plain.nod.xml", "--edge-files", "plain.edg.xml",
        "--connection-files", "plain.con.xml", "--type-files", "plain.typ.xml",
        "--output-file", FILES[0],
        "--proj.utm", "--offset.disable-normalization",
        "--offset.x", f"{frame.offset[0]:.0f}", "--offset.y", f"{frame.offset[1]:.0f}",
        "--no-turnarounds.except-deadend", "--tls.cycle.time", "80",
        "--junctions.corner-detail", "2", "--junctions.internal-link-detail", "3",
        "--output.street-names", "--precision", "2", "--xml-validation", "never"], folder)
    strip_header(folder / FILES[0], f"{MADE_BY} {SCHEMATIC} UTM 48N (EPSG:32648).")
    return messages


# --- vehicles and demand -------------------------------------------------------------

VEHICLE_TYPES = (
    ("SUMO's motorcycle class gives about 0.035 g CO/km (20 km/h); Hanoi publishes 4.8 g/km "
     "(Tran 2024): far too low. A fleet table that scales it is future work.",
     {"id": "motorbike", "vClass": "motorcycle", "length": 1.9, "width": 0.7, "minGap": 0.6,
      "tau": 1.0, "accel": 2.3, "decel": 4.5, "sigma": 0.5, "maxSpeed": 13.9,
      "speedFactor": "normc(0.80,0.12,0.50,1.10)", "minGapLat": 0.2, "maxSpeedLat": 1.0,
      "latAlignment": "arbitrary", "lcSublane": 2.0, "lcPushy": 0.3, "lcAssertive": 1.3,
      "emissionClass": "HBEFA4/MC_4S_le250cc_Euro-3", "color": "0.9,0.7,0.1"}),
    ("Cars: Euro 4 petrol.",
     {"id": "car", "vClass": "passenger", "length": 4.5, "width": 1.8, "minGap": 1.5,
      "minGapLat": 0.3, "speedFactor": "normc(0.95,0.10,0.70,1.20)", "latAlignment": "center",
      "emissionClass": "HBEFA4/PC_petrol_Euro-4", "color": "0.2,0.4,0.9"}),
    ("City buses, 11 m.",
     {"id": "bus", "vClass": "bus", "length": 11.0, "width": 2.5, "maxSpeed": 16.7,
      "latAlignment": "right", "emissionClass": "HBEFA4/UBus_Std_gt15-18t_Euro-III",
      "color": "0.1,0.7,0.3"}),
    ("Trucks of two axles.",
     {"id": "truck", "vClass": "truck", "length": 8.5, "width": 2.4, "maxSpeed": 19.4,
      "latAlignment": "center", "emissionClass": "HBEFA4/RT_gt14-20t_Euro-III",
      "color": "0.6,0.3,0.2"}),
)


def write_vehicle_types(path):
    """Write the vehicle types; every one names its emission class."""
    lines = ["<!-- Sizes and behaviour: plausible values, not calibrated (evidence M). -->"]
    for remark, attributes in VEHICLE_TYPES:
        lines.append(f"<!-- {remark} -->")
        lines.append(element("vType", **attributes))
    write_xml(path, "additional", lines, MADE_BY)


def bus_lines(plan):
    """Return (headway [s], groups of junctions) for each line of the fact table."""
    lines = []
    for row in read_facts("bus_lines.csv"):
        stops = []
        for node in row["via"].split():
            group = {ident for ident in plan.junctions
                     if ident == node or ident.startswith(f"{node}.")
                     or ident.rpartition("_")[0] == node and ident[-1].isdigit()}
            if group:
                stops.append(group)
        lines.append((60.0 * float(row["headway_min"]), stops))
    return lines


def draw_trips(plan, options):
    """Return all trips: bus lines by timetable, the rest by weighted lots."""
    hotspots = [HotSpot(plan.junctions[row["node"]].position, float(row["weight"]),
                        float(row["radius_m"])) for row in read_facts("hotspots.csv")]
    shares = {row["class"]: float(row["share_percent"]) for row in read_facts("fleet.csv")}
    counts = vehicle_counts(shares, options.vehicles)
    buses = bus_trips(plan, bus_lines(plan), options.duration_s)
    counts["bus"] = max(0, counts["bus"] - len(buses))
    centre = (MAP_SIZE_M / 2, MAP_SIZE_M / 2)
    return buses + TripDrawer(plan, hotspots, centre, options).trips(counts)


def route_trips(trips, folder):
    """Return {trip index: edges} found by duarouter with slightly spread travel times."""
    order = sorted((k for k, trip in enumerate(trips) if not trip.is_route),
                   key=lambda k: (trips[k].depart_s, k))
    lines = [element("trip", id=k, type=trips[k].vehicle, depart=f"{trips[k].depart_s:.1f}",
                     from_=trips[k].edges[0], to=trips[k].edges[1]) for k in order]
    write_xml(folder / "trips.xml", "routes", lines)
    run_tool(["duarouter", "--net-file", FILES[0], "--route-files", "trips.xml",
              "--additional-files", "vtypes.add.xml", "--output-file", "routed.xml",
              "--vtype-output", "types_of_duarouter.xml", "--seed", str(SEED),
              "--weights.random-factor", "1.4", "--no-step-log",
              "--xml-validation", "never"], folder)
    routed = ElementTree.parse(folder / "routed.xml").getroot()
    return {int(vehicle.get("id")): vehicle.find("route").get("edges")
            for vehicle in routed.iter("vehicle")}


def build_demand(plan, options, folder):
    """Write demand.rou.xml, vehicles in order of departure; return their number."""
    trips = draw_trips(plan, options)
    routes = route_trips(trips, folder)
    order = sorted(range(len(trips)), key=lambda k: (trips[k].depart_s, k))
    lines = []
    for number, k in enumerate(order):
        trip = trips[k]
        edges = " ".join(trip.edges) if trip.is_route else routes[k]
        inner = not trip.from_gate
        lines.append(element(
            "vehicle", closed=False, id=number, type=trip.vehicle,
            depart=f"{trip.depart_s:.1f}", departLane="best",
            departPos="random" if inner else None, departSpeed=None if inner else "max",
            arrivalPos="random" if edges.split()[-1].lstrip("-").startswith("x") else None)
            + element("route", edges=edges) + "</vehicle>")
    write_xml(folder / FILES[1], "routes", lines, f"{MADE_BY} {SCHEMATIC} Invented demand.")
    return len(trips)


def build(folder):
    """Build all files of the scenario in a folder."""
    frame = MapFrame()
    plan = build_plan(frame)
    messages = build_network(plan, frame, folder)
    write_vehicle_types(folder / FILES[2])
    count = build_demand(plan, DemandOptions(seed=SEED), folder)
    write_configuration(folder / FILES[3], FILES[:3], 3600, 0.8, f"{MADE_BY} {SCHEMATIC}")
    return f"{messages}{len(plan.junctions)} junctions, {len(plan.streets)} streets, " \
           f"{len(plan.gates)} gates, {count} vehicles"


if __name__ == "__main__":
    sys.exit(run_builder(__doc__.splitlines()[0], build, SCENARIO, FILES))
