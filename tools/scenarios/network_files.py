"""Writes a street plan as SUMO's plain files and turns them into a network with netconvert."""

import planar
from sumo_tools import element, run_tool, strip_header, write_xml

ROAD_TYPES = (  # SUMO priority, lane width [m], who may drive there (evidence M)
    ("trunk", 9, 3.5, None), ("primary", 8, 3.5, None), ("secondary", 6, 3.25, None),
    ("tertiary", 4, 3.25, None), ("local", 1, 2.75, None),
    ("alley", 0, 1.5, "motorcycle moped bicycle pedestrian"))
LANE_WIDTH_M = {name: width for name, _, width, _ in ROAD_TYPES}


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


def build_network(plan, frame, folder, name, comment):
    """Run netconvert on the plan; leaves the network file `name` in the folder."""
    write_nodes(plan, frame, folder / "plain.nod.xml")
    write_edges(plan, frame, folder / "plain.edg.xml")
    write_xml(folder / "plain.typ.xml", "types",
              [element("type", id=kind, priority=priority, width=width, allow=allow)
               for kind, priority, width, allow in ROAD_TYPES])
    write_xml(folder / "plain.con.xml", "connections", median_deletions(plan))
    messages = run_tool([
        "netconvert", "--node-files", "plain.nod.xml", "--edge-files", "plain.edg.xml",
        "--connection-files", "plain.con.xml", "--type-files", "plain.typ.xml",
        "--output-file", name,
        "--proj.utm", "--offset.disable-normalization",
        "--offset.x", f"{frame.offset[0]:.0f}", "--offset.y", f"{frame.offset[1]:.0f}",
        "--no-turnarounds.except-deadend", "--tls.cycle.time", "80",
        "--junctions.corner-detail", "2", "--junctions.internal-link-detail", "3",
        "--output.street-names", "--precision", "2", "--xml-validation", "never"], folder)
    strip_header(folder / name, comment)
    return messages
