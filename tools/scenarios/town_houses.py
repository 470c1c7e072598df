"""Builds the rows of tube houses (nhà ống) and the landmarks of a street plan."""

import math
import random
from dataclasses import dataclass

import planar
from network_files import LANE_WIDTH_M
from open_ground import rectangle
from street_fabric import ALLEY_TYPE, LOCAL_TYPE

GROUND_FLOOR_M, FLOOR_M, PARAPET_M = 3.9, 3.3, 0.9  # heights of storeys (evidence M)


@dataclass(frozen=True)
class House:
    """A building: its ring in network coordinates, height, storeys and use."""

    ident: str
    ring: tuple
    height: float
    storeys: int
    use: str
    mark: str
    name: str = ""

    def floor_area(self):
        """Return the floor area of all storeys [m2]."""
        pairs = zip(self.ring, self.ring[1:] + self.ring[:1])
        return self.storeys * abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


@dataclass(frozen=True)
class HouseOptions:
    """Settings of the rows; lengths in metres. Ranges are the usual ones, evidence M."""

    seed: int
    width: tuple = (3.5, 6.0)
    depth: tuple = (10.0, 20.0)
    sidewalk: tuple = (("alley", 0.9), ("local", 1.6))  # others 3.5
    wide_sidewalk: float = 3.5
    party_gap: float = 0.06  # so that neighbours never overlap
    lane_every: tuple = (9, 22)  # houses between two gaps in a row
    lane_gap: tuple = (1.6, 3.0)
    back_gap: float = 2.4  # between the backs of rows
    back_rows: tuple = (0.7, 0.35)  # share of central streets with a second, a third row
    back_radius: float = 950.0
    field_share: float = 0.5  # of local street sides at the very edge of town have no houses
    dense_radius: float = 1700.0
    least_density: float = 0.05
    storeys_main: tuple = (10, 30, 36, 24)  # weights of 2, 3, 4, 5 storeys on main roads
    storeys_local: tuple = (34, 40, 20, 6)
    storeys_outer: tuple = (72, 24, 4, 0)


class HouseBuilder:
    """Puts houses beside the streets of a plan, wherever the ground is open."""

    def __init__(self, ground, centre, options):
        self._ground, self._centre, self._options = ground, centre, options
        self._random = random.Random(options.seed)
        self.houses = []

    def place(self, row, position, way):
        """Put a landmark into the nearest free place; return its distance from `position`."""
        width, depth = float(row["width_m"]), float(row["depth_m"])
        for step in range(2500):  # a spiral with 12 m between its turns
            angle = 2.0 * math.sqrt(step)
            radius = 12.0 * angle / (2 * math.pi)
            if radius > float(row["uncertainty_m"]):
                break
            corner = (position[0] + radius * math.cos(angle), position[1] + radius * math.sin(angle))
            ring = rectangle(corner, way, -width / 2, width / 2, -depth / 2, depth / 2)
            if self._ground.fits(ring):
                height = float(row["height_m"])
                self._add(ring, height, max(1, round((height - PARAPET_M) / 4.0)), row["use"], "M",
                          row["id"], row["name_vi"])
                return radius
        raise ValueError(f"no room for {row['id']} within {row['uncertainty_m']} m")

    def _add(self, ring, height, storeys, use, mark, ident, name=""):
        self._ground.block(ring)
        self.houses.append(House(ident, ring, height, storeys, use, mark, name))

    def build_rows(self, streets):
        """Build rows on both sides of the streets; the first rows of all come first."""
        for row in range(1 + len(self._options.back_rows)):
            for street in streets:
                if street.oneway or street.name.startswith("Cầu "):
                    continue
                for a, b in zip(street.points, street.points[1:]):
                    for start, end in ((a, b), (b, a)):
                        self._build_row(street, start, end, row)

    def _density(self, position):
        """Return the share of ground along streets that is built up, 0 to 1."""
        radius = planar.distance(position, self._centre) / self._options.dense_radius
        return max(self._options.least_density, math.exp(-radius ** 2.5))

    def _build_row(self, street, start, end, row):
        """Build one row to the left of the way from start to end; row 0 is at the street."""
        options, draw = self._options, self._random
        size = planar.distance(start, end)
        middle = planar.along(start, end, 0.5)
        density = self._density(middle)
        main = street.road_type not in (LOCAL_TYPE, ALLEY_TYPE)
        if row == 0 and main:
            density = min(1.0, density + 0.12)
        if row > 0:
            radius = planar.distance(middle, self._centre) / options.back_radius
            if draw.random() > options.back_rows[row - 1] * math.exp(-radius ** 2):
                return
        elif not main and draw.random() < options.field_share * (1.0 - density):
            return
        if size < 12.0:
            return
        way = planar.direction(start, end)
        front = (street.lanes * LANE_WIDTH_M[street.road_type]
                 + dict(options.sidewalk).get(street.road_type, options.wide_sidewalk)
                 + row * (options.depth[1] + options.back_gap))
        arc, left = 3.0, draw.randint(*options.lane_every)
        while arc < size - options.width[0]:
            width, depth = round(draw.uniform(*options.width), 1), round(draw.uniform(*options.depth), 1)
            left -= 1
            if left <= 0:
                arc += draw.uniform(*options.lane_gap)
                left = draw.randint(*options.lane_every)
                if draw.random() > density:  # an empty stretch
                    arc += draw.uniform(10.0, 60.0) / max(density, 0.2)
                continue
            ring = rectangle(start, way, arc, arc + width - options.party_gap, front, front + depth)
            if arc + width > size or not self._ground.fits(ring):
                arc += 2.0
                continue
            storeys = 2 + draw.choices(range(4), self._storey_weights(main, density))[0]
            height = GROUND_FLOOR_M + (storeys - 1) * FLOOR_M + PARAPET_M
            self._add(ring, round(height, 1), storeys, "terrace", "D", f"h{len(self.houses)}")
            arc += width

    def _storey_weights(self, main, density):
        """Return weights of 2, 3, 4 and 5 storeys."""
        if density < 0.25:
            return self._options.storeys_outer
        return self._options.storeys_main if main else self._options.storeys_local
