"""Draws the local streets and alleys between the arterials of a street plan."""

import math
import random
from dataclasses import dataclass

import planar
from street_plan import Junction, Street

LOCAL_NAME = "đường nội bộ (sơ đồ)"
LOCAL_TYPE = "local"
ALLEY_NAME = "ngõ (sơ đồ)"
ALLEY_TYPE = "alley"


@dataclass(frozen=True)
class FabricOptions:
    """Settings of the local fabric; lengths in metres. All are drawing choices."""

    low: tuple  # corner of the map
    high: tuple  # opposite corner
    centre: tuple  # where streets are dense
    border_gap: float = 60.0
    spacing: float = 220.0
    rotation_deg: float = 4.0
    jitter_share: float = 0.17
    snap_share: float = 0.34
    signal_gap: float = 75.0
    bridge_gap: float = 60.0
    access_gap: float = 80.0
    arterial_gap: float = 40.0
    river_gap: float = 90.0  # from the bank
    min_angle_deg: float = 42.0
    dense_radius: float = 1700.0
    sparse_radius: float = 3100.0
    sparse_keep: float = 0.25
    alley_radius: float = 2300.0
    alley_share: float = 0.75
    alley_least: float = 130.0  # shortest side of a block that gets an alley
    speeds_kmh: tuple = (40.0, 30.0, 30.0)
    alley_kmh: float = 20.0
    seed: int = 20260115


class LocalFabric:
    """Draws a jittered grid of local streets between the arterials of a plan."""

    def __init__(self, plan, river, options):
        self._plan = plan
        self._river = river
        self._options = options
        self._random = random.Random(options.seed)
        self._segments = []
        self._centre = options.centre
        self._cuts = {}  # segment number -> middles where alleys start
        self._alleys = []

    def draw(self):
        """Add the local streets and their junctions to the plan."""
        lattice = self._lattice()
        for (i, j), here in sorted(lattice.items()):
            for there, line in (((i + 1, j), j), ((i, j + 1), i)):
                if there in lattice:
                    self._try_street(here, lattice[there], line)
        self._draw_alleys(lattice)
        self._write_streets()

    def _lattice(self):
        """Return {(i, j): (position, junction id or None, arterial or None)}."""
        options, lattice = self._options, {}
        reach = 1 + math.ceil(max(planar.distance(self._centre, (x, y))
                                  for x in (options.low[0], options.high[0])
                                  for y in (options.low[1], options.high[1])) / options.spacing)
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
        """Tell whether a point is inside the map and off the river."""
        options = self._options
        return (all(options.low[k] + options.border_gap <= position[k]
                    <= options.high[k] - options.border_gap for k in (0, 1))
                and self._river.gap_to_bank(position) > options.river_gap)

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
        options = self._options
        size, gap = planar.length(line.points), options.signal_gap
        for other, ident in line.accesses:
            if abs(other - arc) < options.access_gap:
                return ident
        if not gap <= arc <= size - gap or line.on_bridge(arc, options.bridge_gap):
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
        if any(self._river.gap_to_bank(planar.along(a, b, k / 8)) < 20.0 for k in range(9)):
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

    # --- alleys: one through many blocks, from street to street

    def _draw_alleys(self, lattice):
        """Draw an alley with one bend through most inner blocks with streets on opposite sides."""
        options = self._options
        sides = {(a[0], b[0]): number for number, (a, b, _) in enumerate(self._segments)}

        def side(first, second):
            if first not in lattice or second not in lattice:
                return None
            number = sides.get((lattice[first][0], lattice[second][0]))
            if number is None:
                return None
            a, b, _ = self._segments[number]
            return number if planar.distance(a[0], b[0]) >= options.alley_least else None

        for i, j in sorted(lattice):
            far = planar.distance(self._centre, lattice[i, j][0]) > options.alley_radius
            if far or self._random.random() >= options.alley_share:
                continue
            pairs = [(side((i, j), (i + 1, j)), side((i, j + 1), (i + 1, j + 1))),
                     (side((i, j), (i, j + 1)), side((i + 1, j), (i + 1, j + 1)))]
            if self._random.random() < 0.5:
                pairs.reverse()
            for first, second in pairs:
                if first is not None and second is not None and self._try_alley(first, second):
                    break

    def _try_alley(self, first, second):
        """Add an alley between the middles of two segments when nothing is in its way."""
        ends = [self._middle(number) for number in (first, second)]
        bend = planar.along(*ends, self._random.uniform(0.35, 0.65))
        bend = tuple(value + self._random.uniform(-22.0, 22.0) for value in bend)
        for a, b in ((ends[0], bend), (bend, ends[1])):
            if any(planar.meet(a, b, c, d) for line in self._plan.arterials
                   for c, d in zip(line.points, line.points[1:])):
                return False
            if any(planar.meet(a, b, c[0], d[0]) for number, (c, d, _)
                   in enumerate(self._segments) if number not in (first, second)):
                return False
        for number, end in zip((first, second), ends):
            cuts = self._cuts.setdefault(number, [])
            if end not in cuts:
                cuts.append(end)
        self._alleys.append((ends[0], bend, ends[1]))
        return True

    def _middle(self, number):
        """Return the point where alleys join a segment; the same one from both sides."""
        if number in self._cuts:
            return self._cuts[number][0]
        a, b, _ = self._segments[number]
        return planar.along(a[0], b[0], self._random.uniform(0.4, 0.6))

    def _pieces(self):
        """Yield (end, end, points, speed, name, type); an end is (position, junction id or None)."""
        for number, (a, b, speed) in enumerate(self._segments):
            stops = [a[:2], *((cut, None) for cut in self._cuts.get(number, ())), b[:2]]
            for first, second in zip(stops, stops[1:]):
                yield first, second, [first[0], second[0]], speed, LOCAL_NAME, LOCAL_TYPE
        for points in self._alleys:
            yield ((points[0], None), (points[2], None), list(points), self._options.alley_kmh,
                   ALLEY_NAME, ALLEY_TYPE)

    def _write_streets(self):
        """Turn the accepted segments and alleys into streets, the joined ones only."""
        names = {}

        def name_of(end):
            if end[1] is not None:
                return end[1]
            return names.setdefault(end[0], f"n{len(names)}")

        rows = without_stubs([(name_of(a), name_of(b), *rest) for a, b, *rest in self._pieces()])
        joined = joined_names([row[:2] for row in rows],
                              {ident for line in self._plan.arterials
                               for _, ident in line.accesses})
        counts = {LOCAL_TYPE: 0, ALLEY_TYPE: 0}
        for start, end, points, speed, name, road_type in rows:
            if start not in joined:
                continue
            for ident, position in ((start, points[0]), (end, points[-1])):
                self._plan.junctions.setdefault(ident, Junction(position))
            ident = f"{'x' if road_type == LOCAL_TYPE else 'ngo'}{counts[road_type]}"
            self._plan.streets.append(Street(ident, start, end, points, name, road_type, 1, speed))
            counts[road_type] += 1


def without_stubs(rows):
    """Return the rows (start, end, ...) without streets that end blind in a grid point."""
    while True:
        degree = {}
        for row in rows:
            for name in row[:2]:
                degree[name] = degree.get(name, 0) + 1
        kept = [row for row in rows
                if not any(name.startswith("n") and degree[name] == 1 for name in row[:2])]
        if len(kept) == len(rows):
            return rows
        rows = kept


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


