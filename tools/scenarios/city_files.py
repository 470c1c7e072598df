"""Writes Thanh Hoá's city folder: buildings, areas, people, and what is known of them."""

import math

import planar
from geopackage import write_geopackage
from open_ground import OpenGround, block_roads, rectangle
from thanh_hoa_map import CENTRE, HIGH, LOW, SEED, read_facts, read_points
from town_houses import HouseBuilder, HouseOptions

NETWORK = "network.net.xml"
LAYERS = ("buildings.gpkg", "areas.gpkg", "population.gpkg")
FILES = ("city.toml", NETWORK, *LAYERS)
ROAD_CLEARANCE_M = 0.5  # between a building and the lanes and junctions of the network
ISLAND_RADIUS_M = 55.0  # nothing is built on a roundabout
CELL_M = 250.0  # of ward_grid.csv and of the population
HOMES = ("terrace",)  # uses whose floors people live on


def build_city(plan, river, network):
    """Return (houses, areas): a House list and a list of (ring, id, kind, tag, label, mark)."""
    ground = OpenGround(river, LOW, HIGH)
    block_roads(ground, network, ROAD_CLEARANCE_M)
    for names, _ in plan.rings:
        corners = [plan.junctions[name].position for name in names]
        middle = tuple(sum(c[k] for c in corners) / len(corners) for k in (0, 1))
        ground.block(rectangle(middle, (1.0, 0.0), -ISLAND_RADIUS_M, ISLAND_RADIUS_M,
                               -ISLAND_RADIUS_M, ISLAND_RADIUS_M))
    points = read_points(plan.frame)
    areas, closed = [], []
    for row in read_facts("areas.csv"):
        east, north = points[row["node"]][0]
        turn = math.radians(float(row["rotation_deg"]))
        half = float(row["width_m"]) / 2, float(row["depth_m"]) / 2
        ring = rectangle((east + float(row["dx_m"]), north + float(row["dy_m"])),
                         (math.cos(turn), math.sin(turn)), -half[0], half[0], -half[1], half[1])
        areas.append((ring, row["id"], row["kind"], "", row["name_vi"], row["mark"]))
        if row["build"] == "no":
            closed.append(ring)
    areas.append((river.outline(), "song_ma", "water", "waterway=riverbank", "Sông Mã", "D"))
    for ring in closed:
        ground.block(ring)
    builder = HouseBuilder(ground, CENTRE, HouseOptions(SEED))
    for row in read_facts("landmarks.csv"):
        place = points[row["node"]][0] if row["node"] else plan.frame.from_degrees(
            float(row["lon"]), float(row["lat"]))
        builder.place(row, place, _nearest_way(plan, place))
    builder.build_rows(plan.streets)
    return builder.houses, areas


def _nearest_way(plan, place):
    """Return the direction of the main road nearest to a place."""
    return min((planar.nearest(line.points, place) for line in plan.arterials),
               key=lambda found: found[0])[2]


def people_by_cell(houses):
    """Return {(i, j): residents}: each ward's people spread by floor area of its homes on the map.

    Rule: the part of a ward's people that lives on the map is the part of the ward's area on the
    map; cells of ward_grid.csv get shares by the floor area of homes whose middle lies in them.
    Wards without a number of people get none.
    """
    letters = [row["cells"] for row in read_facts("ward_grid.csv")]
    floors = {}
    for house in houses:
        if house.use in HOMES:
            x, y = (sum(p[k] for p in house.ring) / len(house.ring) - LOW[k] for k in (0, 1))
            cell = (int(x // CELL_M), int(y // CELL_M))
            floors[cell] = floors.get(cell, 0.0) + house.floor_area()
    people = {}
    for ward in read_facts("wards.csv"):
        cells = [cell for cell in sorted(floors) if letters[cell[1]][cell[0]] == ward["letter"]]
        total = sum(floors[cell] for cell in cells)
        if not ward["population"] or total == 0:
            continue
        on_map = float(ward["population"]) * float(ward["share_on_map"])
        for cell in cells:
            people[cell] = round(on_map * floors[cell] / total, 2)
    return people


def write_layers(folder, frame, houses, areas, people):
    """Write the three GeoPackages, in UTM 48N."""
    def projected(ring):
        return [(round(x - frame.offset[0], 2), round(y - frame.offset[1], 2)) for x, y in ring]

    write_geopackage(
        folder / LAYERS[0], "buildings",
        (("id", "TEXT"), ("height_m", "REAL"), ("height_source", "TEXT"), ("use", "TEXT"),
         ("mark", "TEXT")),
        [(projected(house.ring), (house.ident, house.height, "levels", house.use, house.mark))
         for house in houses])
    write_geopackage(
        folder / LAYERS[1], "areas",
        (("id", "TEXT"), ("kind", "TEXT"), ("source_tag", "TEXT"), ("label", "TEXT"),
         ("mark", "TEXT")),
        [(projected(ring), tuple(values)) for ring, *values in areas])
    rows = []
    for (i, j), residents in sorted(people.items()):
        x, y = LOW[0] + i * CELL_M, LOW[1] + j * CELL_M
        ring = ((x, y), (x + CELL_M, y), (x + CELL_M, y + CELL_M), (x, y + CELL_M))
        rows.append((projected(ring), (f"cell_{i}_{j}", residents, "D")))
    write_geopackage(folder / LAYERS[2], "population",
                     (("id", "TEXT"), ("residents", "REAL"), ("mark", "TEXT")), rows)


CITY_TOML = """# {made_by}
format = "hacthanh city"
schema = "1.0"
name = "Thanh Hoá (schematic)"
name_vi = "Thanh Hoá (sơ đồ)"
schematic = true
note = "Schematic roads and drawn buildings: not for planning statements. People: Hạc Thành ward only."
note_vi = "Đường sơ đồ, nhà vẽ giả định: không dùng để kết luận quy hoạch. Dân số: chỉ phường Hạc Thành; các phường khác chưa có số liệu."

[projection]
crs = "+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs"
net_offset_m = [{x:.1f}, {y:.1f}]

[files]
network = "network.net.xml"
buildings = "buildings.gpkg"
areas = "areas.gpkg"
population = "population.gpkg"

[[source]]
part = "network"
name = "facts/nodes.csv, facts/edges.csv: names from local news and bus lines, places mostly from local knowledge"
licence = "Apache-2.0"
mark = "M"

[[source]]
part = "buildings"
name = "drawn by lot: tube houses 3.5-6 m wide, 10-20 m deep; landmarks of facts/landmarks.csv"
licence = "Apache-2.0"
mark = "D"

[[source]]
part = "heights"
name = "storeys drawn by lot, 2 to 5; 3.9 m ground floor, 3.3 m each further, 0.9 m parapet"
licence = "Apache-2.0"
mark = "M"

[[source]]
part = "areas"
name = "river: ward borders of 2025 in mid-river, width from local knowledge; the rest facts/areas.csv"
licence = "MIT (github thanglequoc/vietnamese-provinces-database) for the borders"
mark = "D"

[[source]]
part = "population"
name = "Hạc Thành ward, 197142 people (doanhnhanasean.vn, 2025), spread by floor area; other wards: chưa có số liệu"
licence = "facts"
mark = "D"

[import]
command = "tools/scenarios/build_thanh_hoa.py"

[import.counts]
buildings = {buildings}
"""


def write_city(folder, plan, river, made_by):
    """Write the layers and city.toml into a folder that holds the network; return a summary."""
    houses, areas = build_city(plan, river, folder / NETWORK)
    people = people_by_cell(houses)
    write_layers(folder, plan.frame, houses, areas, people)
    text = CITY_TOML.format(made_by=made_by, x=plan.frame.offset[0], y=plan.frame.offset[1],
                            buildings=len(houses))
    (folder / "city.toml").write_text(text, encoding="utf-8")
    return f"{len(houses)} buildings, {sum(people.values()):.0f} people in {len(people)} cells"
