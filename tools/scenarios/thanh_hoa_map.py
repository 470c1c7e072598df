"""Thanh Hoá on the map: the fact tables, the frame of coordinates, the river, the street plan."""

import csv
import unicodedata
from pathlib import Path

import planar
import utm
from street_fabric import FabricOptions, LocalFabric
from street_plan import Arterial, Junction, StreetPlan, build_ring, split_arterials

SCENARIO = Path(__file__).resolve().parents[2] / "scenarios" / "thanh-hoa"
CENTRE_LON_LAT = (105.7768, 19.8079)  # Quảng trường Lam Sơn, evidence S-weak, +-400 m
CENTRE = (3000.0, 3000.0)  # its place in network coordinates [m]
LOW, HIGH = (0.0, -800.0), (8000.0, 7200.0)  # corners of the map in network coordinates [m]
BORDER_M = 12.0  # roads end this far inside the map
CURVE_SPACING_M = 110.0
BRIDGE_APPROACH_M = 40.0  # of a bridge on either side of the water
SIGNAL_KINDS = {"signal": "traffic_light"}
SEED = 20260115


def read_facts(name):
    """Return the rows of a fact table as dictionaries; '#' lines are comments."""
    with open(SCENARIO / "facts" / name, encoding="utf-8", newline="") as file:
        text = unicodedata.normalize("NFC", file.read())
    return list(csv.DictReader(line for line in text.splitlines()
                               if not line.startswith("#")))


class MapFrame:
    """Network coordinates: UTM 48N moved by whole metres, so that Lam Sơn square is at CENTRE."""

    def __init__(self):
        east, north = utm.to_utm(*CENTRE_LON_LAT)
        self.offset = (CENTRE[0] - round(east), CENTRE[1] - round(north))

    def from_degrees(self, lon, lat, shift=(0.0, 0.0)):
        """Return network coordinates of a point in degrees, moved by shift [m]."""
        east, north = utm.to_utm(lon, lat)
        return (east + self.offset[0] + shift[0], north + self.offset[1] + shift[1])

    def to_text(self, point):
        """Return 'lon,lat' of a network point, fine enough for a centimetre."""
        lon, lat = utm.to_lon_lat(point[0] - self.offset[0], point[1] - self.offset[1])
        return f"{lon:.7f},{lat:.7f}"


class River:
    """The Mã: a middle line with a width, in network coordinates."""

    def __init__(self, frame):
        rows = read_facts("river_ma.csv")
        self.points = [frame.from_degrees(float(row["lon"]), float(row["lat"])) for row in rows]
        self._half_widths = [float(row["width_m"]) / 2 for row in rows]
        self._arcs = [0.0]
        for a, b in zip(self.points, self.points[1:]):
            self._arcs.append(self._arcs[-1] + planar.distance(a, b))

    def half_width(self, arc):
        """Return half the width of the water at an arc length of the middle line."""
        for k in range(1, len(self._arcs)):
            if arc <= self._arcs[k]:
                share = (arc - self._arcs[k - 1]) / (self._arcs[k] - self._arcs[k - 1])
                return (1 - share) * self._half_widths[k - 1] + share * self._half_widths[k]
        return self._half_widths[-1]

    def gap_to_bank(self, position):
        """Return the distance of a point to the water; negative in the water."""
        gap, arc, _ = planar.nearest(self.points, position)
        return gap - self.half_width(arc)

    def outline(self):
        """Return the water as a ring of points: down one bank, up the other."""
        left, right = [], []
        for k, point in enumerate(self.points):
            way = planar.direction(self.points[max(0, k - 1)],
                                   self.points[min(k + 1, len(self.points) - 1)])
            half = self._half_widths[k]
            left.append((point[0] - half * way[1], point[1] + half * way[0]))
            right.append((point[0] + half * way[1], point[1] - half * way[0]))
        return left + right[::-1]


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


def mark_bridges(arterial, points, river):
    """Mark the spans of an arterial beside its ends that are bridges."""
    size = planar.length(arterial.points)
    for node, at_start in ((arterial.start, True), (arterial.end, False)):
        if node not in points or points[node][1]["kind"] != "bridge":
            continue
        gap, arc, _ = planar.nearest(river.points, points[node][0])
        over_river = gap < 150.0
        span = (river.half_width(arc) if over_river else 0.0) + BRIDGE_APPROACH_M
        name = points[node][1]["name_vi"].split(" (")[0]
        arterial.bridges.append((0.0, span, name) if at_start else (size - span, size, name))


def add_arterial(plan, points, river, rows, row):
    """Add the part of one skeleton edge that lies inside the map."""
    start, end = row["from"], row["to"]
    before = neighbour_on_road(rows, row["road"], start, end)
    after = neighbour_on_road(rows, row["road"], end, start)
    curve = planar.smooth(before and points[before][0], points[start][0], points[end][0],
                          after and points[after][0], CURVE_SPACING_M)
    for run, from_border, to_border in planar.clip(
            curve, tuple(v + BORDER_M for v in LOW), tuple(v - BORDER_M for v in HIGH)):
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
        mark_bridges(plan.arterials[-1], points, river)


def build_plan(frame):
    """Return (street plan, river): arterials, roundabouts, local streets, alleys."""
    plan, points, rows = StreetPlan(frame), read_points(frame), read_facts("edges.csv")
    river = River(frame)
    for row in rows:
        add_arterial(plan, points, river, rows, row)
    for ident, (_, row) in points.items():
        if row["kind"] == "roundabout" and ident in plan.junctions:
            build_ring(plan, ident, row["name_vi"])
    LocalFabric(plan, river, FabricOptions(LOW, HIGH, CENTRE, seed=SEED)).draw()
    split_arterials(plan)
    return plan, river
