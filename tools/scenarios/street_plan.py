"""A street plan: named arterials, roundabouts and a drawn fabric of local streets."""

import math
import random
from dataclasses import dataclass, field

import planar

LOCAL_NAME = "đường nội bộ (sơ đồ)"
LOCAL_TYPE = "local"


@dataclass
class Junction:
    """A point where streets meet; kind is a SUMO node type."""

    position: tuple
    kind: str = "priority"
    name: str = None


@dataclass
class Street:
    """A stretch of road between two junctions."""

    ident: str
    start: str
    end: str
    points: list
    name: str
    road_type: str
    lanes: int
    speed_kmh: float
    oneway: bool = False


@dataclass
class Arterial:
    """A named road between two skeleton points; `accesses` holds (arc, junction)."""

    road: str
    name: str
    road_type: str
    lanes: int
    speed_kmh: float
    start: str
    end: str
    points: list
    accesses: list = field(default_factory=list)


@dataclass
class StreetPlan:
    """All junctions and streets; rings lists (junctions, street ids) of roundabouts."""

    junctions: dict = field(default_factory=dict)
    arterials: list = field(default_factory=list)
    streets: list = field(default_factory=list)
    rings: list = field(default_factory=list)
    gates: list = field(default_factory=list)


@dataclass(frozen=True)
class FabricOptions:
    """Settings of the local fabric; lengths in metres. All are drawing choices."""

    map_size: float = 6000.0
    border_gap: float = 60.0
    spacing: float = 220.0
    rotation_deg: float = 4.0
    jitter_share: float = 0.17
    snap_share: float = 0.34
    signal_gap: float = 75.0
    access_gap: float = 80.0
    arterial_gap: float = 40.0
    river_gap: float = 280.0
    min_angle_deg: float = 42.0
    dense_radius: float = 1700.0
    sparse_radius: float = 3100.0
    sparse_keep: float = 0.25
    speeds_kmh: tuple = (40.0, 30.0, 30.0)
    seed: int = 20260115


# --- roundabouts -----------------------------------------------------------------


def spread_angles(angles, least):
    """Return sorted angles moved apart until neighbours are `least` radians apart."""
    angles, count = sorted(angles), len(angles)
    for _ in range(200):
        for index in range(count):
            following = (index + 1) % count
            turn = 2 * math.pi if following == 0 else 0.0
            lack = least - (angles[following] + turn - angles[index])
            if lack > 0:
                angles[index] -= lack / 2
                angles[following] += lack / 2
    return angles


def _arm_angle(arterial, at_start, reach):
    """Return the angle under which an arterial leaves one of its ends."""
    points = arterial.points if at_start else arterial.points[::-1]
    far = planar.point_at(points, reach)
    return math.atan2(far[1] - points[0][1], far[0] - points[0][0])


def build_ring(plan, ident, label, radius=42.0):
    """Replace junction `ident` by a two-lane roundabout joined to all its arms."""
    centre = plan.junctions.pop(ident).position
    arms = []
    for arterial in plan.arterials:
        for at_start in (True, False):
            if (arterial.start if at_start else arterial.end) == ident:
                arms.append((_arm_angle(arterial, at_start, 3 * radius), arterial, at_start))
    arms.sort(key=lambda arm: arm[0])
    angles = spread_angles([arm[0] for arm in arms], math.radians(62))
    names = [f"{ident}_{index}" for index in range(len(arms))]
    for name, angle, (_, arterial, at_start) in zip(names, angles, arms):
        position = (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))
        plan.junctions[name] = Junction(position, name=label)
        size = planar.length(arterial.points)
        if at_start:
            arterial.start = name
            arterial.points = [position, *planar.cut(arterial.points, 3 * radius, size)]
        else:
            arterial.end = name
            arterial.points = [*planar.cut(arterial.points, 0, size - 3 * radius), position]
    ids = []
    for index, name in enumerate(names):
        following = (index + 1) % len(names)
        sweep = (angles[following] - angles[index]) % (2 * math.pi)
        steps = max(2, round(sweep / math.radians(20)))
        arc = [(centre[0] + radius * math.cos(angles[index] + sweep * k / steps),
                centre[1] + radius * math.sin(angles[index] + sweep * k / steps))
               for k in range(steps + 1)]
        ids.append(f"{ident}.r{index}")
        plan.streets.append(Street(ids[-1], name, names[following], arc, label,
                                   "primary", 2, 30.0, oneway=True))
    plan.rings.append((names, ids))


# --- local fabric ----------------------------------------------------------------


class LocalFabric:
    """Draws a jittered grid of local streets between the arterials of a plan."""

    def __init__(self, plan, river, options):
        self._plan = plan
        self._river = river
        self._options = options
        self._random = random.Random(options.seed)
        self._segments = []
        centre = options.map_size / 2
        self._centre = (centre, centre)

    def draw(self):
        """Add the local streets and their junctions to the plan."""
        lattice = self._lattice()
        for (i, j), here in sorted(lattice.items()):
            for there, line in (((i + 1, j), j), ((i, j + 1), i)):
                if there in lattice:
                    self._try_street(here, lattice[there], line)
        self._write_streets()

    def _lattice(self):
        """Return {(i, j): (position, junction id or None, arterial or None)}."""
        options, lattice = self._options, {}
        reach = math.ceil(0.75 * options.map_size / options.spacing)
        turn = math.radians(options.rotation_deg)
        for i in range(-reach, reach + 1):
            for j in range(-reach, reach + 1):
                u, v = ((k + self._random.uniform(-1, 1) * options.jitter_share)
                        * options.spacing for k in (i, j))
                position = (self._centre[0] + u * math.cos(turn) - v * math.sin(turn),
                            self._centre[1] + u * math.sin(turn) + v * math.cos(turn))
                point = self._settle(position) if self._is_land(position) else None
                if point:
                    lattice[i, j] = point
        return lattice

    def _is_land(self, position):
        """Tell whether a point is inside the map and on the city side of the river."""
        low, high = (self._options.border_gap,
                     self._options.map_size - self._options.border_gap)
        if not all(low <= value <= high for value in position):
            return False
        gap, arc, way = planar.nearest(self._river, position)
        foot = planar.point_at(self._river, arc)
        side = way[0] * (position[1] - foot[1]) - way[1] * (position[0] - foot[0])
        return gap > self._options.river_gap and side < 0.0

    def _settle(self, position):
        """Keep a grid point, move it onto an arterial that is near, or drop it."""
        found = [(planar.nearest(line.points, position), line)
                 for line in self._plan.arterials]
        (gap, arc, _), line = min(found, key=lambda item: item[0][0])
        if gap > self._options.snap_share * self._options.spacing:
            return position, None, None
        ident = self._access(line, arc)
        if ident is None:
            return None
        return self._plan.junctions[ident].position, ident, line

    def _access(self, line, arc):
        """Return the junction for an access at an arc length, or None if too tight."""
        size, gap = planar.length(line.points), self._options.signal_gap
        for other, ident in line.accesses:
            if abs(other - arc) < self._options.access_gap:
                return ident
        if not gap <= arc <= size - gap:
            return None
        ident = f"a{sum(len(a.accesses) for a in self._plan.arterials)}"
        line.accesses.append((arc, ident))
        self._plan.junctions[ident] = Junction(planar.point_at(line.points, arc))
        return ident

    def _keep(self, position):
        """Draw lots: streets thin out from the centre to the edge of the map."""
        options = self._options
        radius = planar.distance(self._centre, position)
        share = (radius - options.dense_radius) / (options.sparse_radius - options.dense_radius)
        share = min(1.0, max(0.0, share))
        return self._random.random() < 1.0 - share * (1.0 - options.sparse_keep)

    def _try_street(self, here, there, line_number):
        """Add the street between two grid points, cut where it crosses an arterial."""
        if not self._keep(planar.along(here[0], there[0], 0.5)):
            return
        if here[2] is not None and here[2] is there[2]:
            return
        crossings = self._crossings(here, there)
        if crossings is None or len(crossings) > 1:
            return
        stops = [here, *crossings, there]
        if all(self._is_free(a, b) for a, b in zip(stops, stops[1:])):
            speeds = self._options.speeds_kmh
            for a, b in zip(stops, stops[1:]):
                self._segments.append((a, b, speeds[line_number % len(speeds)]))

    def _crossings(self, here, there):
        """Return the accesses where a street crosses arterials; None: not possible."""
        found = []
        for line in self._plan.arterials:
            if line is here[2] or line is there[2]:
                continue
            walked = 0.0
            for a, b in zip(line.points, line.points[1:]):
                shares = planar.meet(here[0], there[0], a, b)
                if shares:
                    arc = walked + shares[1] * planar.distance(a, b)
                    ident = self._access(line, arc)
                    if ident is None:
                        return None
                    found.append((self._plan.junctions[ident].position, ident, line))
                walked += planar.distance(a, b)
        return found

    def _is_free(self, here, there):
        """Tell whether a street keeps its distance from arterials and other streets."""
        options, (a, b) = self._options, (here[0], there[0])
        if planar.distance(a, b) < 40.0:
            return False
        way = planar.direction(a, b)
        for line in self._plan.arterials:
            ends = [end for end in (here, there) if end[2] is line]
            for end in ends:
                _, _, course = planar.nearest(line.points, end[0])
                if planar.crossing_angle_deg(way, course) < options.min_angle_deg:
                    return False
            if ends:
                continue
            if any(planar.nearest(line.points, planar.along(a, b, share))[0]
                   < options.arterial_gap for share in (0.0, 0.25, 0.5, 0.75, 1.0)):
                return False
        return not any(self._conflict(a, b, c[0], d[0]) for c, d, _ in self._segments)

    @staticmethod
    def _conflict(a, b, c, d):
        """Tell whether two streets cross, repeat or leave a point almost together."""
        shared = [(p, q) for p in (a, b) for q in (c, d) if p == q]
        if len(shared) > 1:
            return True
        if not shared:
            return planar.meet(a, b, c, d) is not None
        corner = shared[0][0]
        first = planar.direction(corner, b if corner == a else a)
        second = planar.direction(corner, d if corner == c else c)
        return first[0] * second[0] + first[1] * second[1] > math.cos(math.radians(35))

    def _write_streets(self):
        """Turn the accepted segments into streets, the joined ones only."""
        names = {}

        def name_of(end):
            if end[1] is not None:
                return end[1]
            return names.setdefault(end[0], f"n{len(names)}")

        rows = [(name_of(a), name_of(b), a[0], b[0], speed) for a, b, speed in self._segments]
        rows = without_stubs(rows)
        joined = joined_names([row[:2] for row in rows],
                              {ident for line in self._plan.arterials
                               for _, ident in line.accesses})
        count = 0
        for start, end, a, b, speed in rows:
            if start not in joined:
                continue
            for ident, position in ((start, a), (end, b)):
                self._plan.junctions.setdefault(ident, Junction(position))
            self._plan.streets.append(Street(f"x{count}", start, end, [a, b], LOCAL_NAME,
                                             LOCAL_TYPE, 1, speed))
            count += 1


def without_stubs(rows):
    """Return the rows (start, end, ...) without streets that end blind in a grid point."""
    degree = {}
    for row in rows:
        for name in row[:2]:
            degree[name] = degree.get(name, 0) + 1
    return [row for row in rows
            if not any(name.startswith("n") and degree[name] == 1 for name in row[:2])]


def joined_names(pairs, seeds):
    """Return all names that are linked by pairs to one of the seeds."""
    links = {}
    for a, b in pairs:
        links.setdefault(a, []).append(b)
        links.setdefault(b, []).append(a)
    reached, queue = set(), [seed for seed in sorted(seeds) if seed in links]
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue.extend(links[name])
    return reached


def split_arterials(plan):
    """Cut the arterials at the accesses that are used and add them as streets."""
    used = {name for street in plan.streets for name in (street.start, street.end)}
    numbers = {}
    for line in plan.arterials:
        for _, ident in line.accesses:
            if ident not in used:
                plan.junctions.pop(ident, None)
        stops = [(0.0, line.start), *sorted(a for a in line.accesses if a[1] in used),
                 (planar.length(line.points), line.end)]
        for (arc, start), (next_arc, end) in zip(stops, stops[1:]):
            number = numbers[line.road] = numbers.get(line.road, 0) + 1
            plan.streets.append(Street(
                f"{line.road}.{number}", start, end, planar.cut(line.points, arc, next_arc),
                line.name, line.road_type, line.lanes, line.speed_kmh))
