"""Writes the demand as SUMO files: vehicle types, routes to draw from, flows by the hour, buses."""

import xml.etree.ElementTree as ElementTree

from bus_lines import STOP_LENGTH_M, bus_route, junction_group, place_stops
from sumo_tools import element, run_tool, write_xml
from trip_demand import PURPOSES

VEHICLE_TYPES = (
    ("SUMO's motorcycle class gives about 0.035 g CO/km (20 km/h); Hanoi publishes 4.8 g/km "
     "(Tran 2024): far too low without a fleet table that scales it.",
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
# vehicles that share a set of routes: (SUMO type to route with, purposes, routes per purpose)
GROUPS = {
    "motorbike": ("motorbike", tuple(PURPOSES), 360),
    "car": ("car", tuple(PURPOSES), 120),
    "freight": ("truck", ("through", "into", "out_of"), 80),
}
FREIGHT_PERCENT = {"through": 60, "into": 25, "out_of": 15}  # evidence M
STOP_S = 20.0  # a bus waits so long at a stop (evidence M)


def write_vehicle_types(path, comment):
    """Write the vehicle types; every one names its emission class."""
    lines = ["<!-- Sizes and behaviour: plausible values, not calibrated (evidence M). -->"]
    for remark, attributes in VEHICLE_TYPES:
        lines.append(f"<!-- {remark} -->")
        lines.append(element("vType", **attributes))
    write_xml(path, "additional", lines, comment)


# --- routes --------------------------------------------------------------------------


def write_routes(drawer, network, folder, name, seed, comment):
    """Draw routes for every group and purpose; write them as route distributions."""
    rows = [(group, purpose, vehicle, pair)
            for group, (vehicle, purposes, count) in GROUPS.items() for purpose in purposes
            for pair in drawer.pairs(purpose, count, group == "motorbike")]
    lines = [element("trip", id=number, type=vehicle, depart=0, from_=pair[0], to=pair[1])
             for number, (_, _, vehicle, pair) in enumerate(rows)]
    write_xml(folder / "trips.xml", "routes", lines)
    run_tool(["duarouter", "--net-file", network, "--route-files", "trips.xml",
              "--additional-files", "vtypes.add.xml", "--output-file", "routed.xml",
              "--vtype-output", "types_of_duarouter.xml", "--seed", str(seed),
              "--weights.random-factor", "1.4", "--no-step-log", "--ignore-errors",
              "--xml-validation", "never"], folder)
    edges = {int(vehicle.get("id")): vehicle.find("route").get("edges")
             for vehicle in ElementTree.parse(folder / "routed.xml").getroot().iter("vehicle")}
    sets = {}
    for number, (group, purpose, _, _) in enumerate(rows):
        if number in edges:
            sets.setdefault(f"{group}.{purpose}", []).append(edges[number])
    lines = []
    for ident, routes in sets.items():
        lines.append(element("routeDistribution", closed=False, id=ident))
        lines += ["    " + element("route", id=f"{ident}.{number}", edges=route, probability=1)
                  for number, route in enumerate(routes)]
        lines.append("</routeDistribution>")
    write_xml(folder / name, "additional", lines, comment)
    return sum(len(routes) for routes in sets.values())


# --- flows ---------------------------------------------------------------------------


def flow(begin, end, vehicle, routes, per_hour):
    """Return one flow with departures at random (Poisson) from a route distribution."""
    kinds = PURPOSES[routes.split(".")[1]]
    from_gate, to_gate = (kind == "gate" for kind in kinds)
    return element(
        "flow", id=f"{vehicle}.{routes.split('.')[1]}.{begin:.0f}", type=vehicle, route=routes,
        begin=f"{begin:.0f}", end=f"{end:.0f}", period=f"exp({per_hour / 3600.0:.6f})",
        departLane="best", departPos=None if from_gate else "random",
        departSpeed="max" if from_gate else None,
        arrivalPos=None if to_gate else "random")


def flows_of_slice(begin, end, hour, per_hour, shares, line_buses):
    """Return the flows of a slice of an hour.

    hour: row of the day's profile; per_hour: all vehicles; shares: percent by vehicle;
    line_buses: buses of the lines in an hour, which are taken off the share of buses.
    """
    flows = []
    for vehicle in ("motorbike", "car"):
        for purpose in PURPOSES:
            rate = per_hour * shares[vehicle] / 100 * float(hour[purpose]) / 100
            if rate > 0:
                flows.append(flow(begin, end, vehicle, f"{vehicle}.{purpose}", rate))
    for purpose, percent in FREIGHT_PERCENT.items():
        flows.append(flow(begin, end, "truck", f"freight.{purpose}",
                          per_hour * shares["truck"] / 100 * percent / 100))
    coaches = per_hour * shares["bus"] / 100 - line_buses
    if coaches > 0:
        flows.append(flow(begin, end, "bus", "freight.through", coaches))
    return flows


def write_flows(path, slices, buses, comment):
    """Write a route file: slices are lists of flows in order of time; buses come first."""
    write_xml(path, "routes", buses + [line for flows in slices for line in flows], comment)


# --- buses ---------------------------------------------------------------------------


def build_buses(plan, lines, stops, path, comment):
    """Write stops and routes of the bus lines, both ways.

    Return {route id: (headway [s], hour of the last bus)}.

    lines: rows of bus_lines.csv; stops: rows of bus_stops.csv.
    """
    written, timetable = [], {}
    for row in lines:
        nodes = row["via"].split()
        names = [(stop["name_vi"], stop["node"] or None) for stop in stops
                 if stop["line"] == row["line"]]
        for way, sign in (("out", 1), ("back", -1)):
            groups = [group for group in (junction_group(plan, node) for node in nodes[::sign])
                      if group]
            route = bus_route(plan, groups)
            placed = place_stops(plan, f"{row['line']}.{way}", route, names[::sign])
            for stop in placed:
                written.append(element(
                    "busStop", id=stop.ident, name=stop.name, lane=f"{stop.edge}_0",
                    lines=row["line"], startPos=f"{stop.begin:.1f}",
                    endPos=f"{stop.begin + STOP_LENGTH_M:.1f}", friendlyPos="true"))
            ident = f"bus.{row['line']}.{way}"
            written.append(element("route", closed=False, id=ident, edges=" ".join(route))
                           + "".join(element("stop", busStop=stop.ident, duration=f"{STOP_S:.0f}")
                                     for stop in placed) + "</route>")
            timetable[ident] = 60.0 * float(row["headway_min"]), float(row["last_hour"])
    write_xml(path, "additional", written, comment)
    return timetable


def bus_flows(timetable, begin, end, begin_hour):
    """Return the flows of all lines in a span of time; lines start at different minutes."""
    flows = []
    for number, (ident, (headway, last_hour)) in enumerate(timetable.items()):
        first = begin + headway * (0.37 * number % 1.0)
        last = min(end, begin + 3600.0 * (last_hour - begin_hour))
        flows.append((first, element(
            "flow", id=ident, type="bus", route=ident, line=ident.split(".")[1],
            begin=f"{first:.0f}", end=f"{last:.0f}", period=f"{headway:.0f}", departLane="best",
            departSpeed="max")))
    return [line for _, line in sorted(flows)]
