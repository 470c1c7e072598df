"""Writes polygons as OGC GeoPackage 1.3 with Python's own SQLite: same content, same bytes."""

import sqlite3
import struct
from pathlib import Path

_TIME = "2026-01-01T00:00:00.000Z"  # of the content tables; a clock would change the bytes
_SQLITE_VERSION = 3040000  # written into the header in place of the library's own
EPSG = 32648
_WKT = (
    'PROJCS["WGS 84 / UTM zone 48N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,'
    '298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",105],PARAMETER["scale_factor",0.9996],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1,'
    'AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],'
    'AUTHORITY["EPSG","32648"]]')
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE,
  min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name));
"""


def polygon_blob(ring):
    """Return a GeoPackage geometry of one ring of points, not closed by the caller."""
    points = [*ring, ring[0]]
    head = b"GP\x00\x01" + struct.pack("<i", EPSG)
    body = struct.pack("<BIII", 1, 3, 1, len(points))
    return head + body + b"".join(struct.pack("<dd", *point) for point in points)


def write_geopackage(path, layer, columns, rows):
    """Write one layer of polygons.

    columns: ((name, SQL type), ...); rows: ((ring, values), ...) in the order of writing,
    ring in UTM 48N metres.
    """
    path = Path(path)
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; BEGIN;" + _TABLES)
    database.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        (("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
         ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
         ("WGS 84 geodetic", 4326, "EPSG", 4326, _WKT[_WKT.index("GEOGCS"):_WKT.index(",PROJECTION")]),
         ("WGS 84 / UTM zone 48N", EPSG, "EPSG", EPSG, _WKT)))
    xs = [point[0] for ring, _ in rows for point in ring]
    ys = [point[1] for ring, _ in rows for point in ring]
    database.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, ?)",
                     (layer, layer, _TIME, min(xs), min(ys), max(xs), max(ys), EPSG))
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POLYGON', ?, 0, 0)",
                     (layer, EPSG))
    fields = "".join(f", {name} {kind}" for name, kind in columns)
    database.execute(f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                     f"geom POLYGON{fields})")
    marks = ", ".join("?" * (len(columns) + 2))
    database.executemany(f"INSERT INTO {layer} VALUES ({marks})",
                         ((number, polygon_blob(ring), *values)
                          for number, (ring, values) in enumerate(rows, start=1)))
    for statement in ("PRAGMA application_id = 1196444487", "PRAGMA user_version = 10300", "COMMIT"):
        database.execute(statement)
    database.close()
    with open(path, "r+b") as file:
        file.seek(96)
        file.write(struct.pack(">I", _SQLITE_VERSION))
