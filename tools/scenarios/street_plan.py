"""A street plan: junctions, streets, named arterials with bridges, roundabouts."""

import math
from dataclasses import dataclass, field

import planar

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
    """A named road between two skeleton points.

    `accesses` holds (arc, junction); `bridges` holds (arc, arc, name) of spans over water.
    """

    road: str
    name: str
    road_type: str
    lanes: int
    speed_kmh: float
    start: str
    end: str
    points: list
    accesses: list = field(default_factory=list)
    bridges: list = field(default_factory=list)

    def on_bridge(self, arc, gap=0.0):
        """Return the name of the bridge at an arc length (or within a gap of it), or None."""
        return next((name for low, high, name in self.bridges if low - gap <= arc <= high + gap),
                    None)


@dataclass
class StreetPlan:
    """All junctions and streets; rings lists (junctions, street ids) of roundabouts."""

    frame: object  # turns degrees into the plan's coordinates
    junctions: dict = field(default_factory=dict)
    arterials: list = field(default_factory=list)
    streets: list = field(default_factory=list)
    rings: list = field(default_factory=list)
    gates: list = field(default_factory=list)


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


def split_arterials(plan):
    """Cut the arterials at the used accesses and the ends of bridges; add them as streets."""
    used = {name for street in plan.streets for name in (street.start, street.end)}
    numbers, ends = {}, 0
    for line in plan.arterials:
        size = planar.length(line.points)
        for _, ident in line.accesses:
            if ident not in used:
                plan.junctions.pop(ident, None)
        stops = [access for access in line.accesses if access[1] in used]
        for arc in (arc for low, high, _ in line.bridges for arc in (low, high)):
            if 1.0 < arc < size - 1.0:
                plan.junctions[f"b{ends}"] = Junction(planar.point_at(line.points, arc))
                stops.append((arc, f"b{ends}"))
                ends += 1
        stops = [(0.0, line.start), *sorted(stops), (size, line.end)]
        for (arc, start), (next_arc, end) in zip(stops, stops[1:]):
            number = numbers[line.road] = numbers.get(line.road, 0) + 1
            plan.streets.append(Street(
                f"{line.road}.{number}", start, end, planar.cut(line.points, arc, next_arc),
                line.on_bridge((arc + next_arc) / 2) or line.name, line.road_type, line.lanes,
                line.speed_kmh))
