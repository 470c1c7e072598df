#!/usr/bin/env python3
"""Other people's programs read a Thanh Hoá result: values, times and projection must be those that were written.

netCDF4 is the reference; it is itself held against our own reader by way of a GeoTIFF that `hacthanh export` writes.
Readers: ncdump, xarray, GDAL (raster) and OGR (roads), VTK's vtkNetCDFCFReader, QGIS (raster, roads and mesh layer),
ParaView's NetCDFReader. Those that are not installed are named and skipped; at least four must be there.

Usage: read_result.py --programs DIR [--result FILE] [--end SECOND]     exit 0 = all read it right
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import netCDF4
import numpy

SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "thanh-hoa" / "morning.toml"
EPSG = "32648"
SPECIES = "NOx"


class Skipped(Exception):
    """A reader that is not installed."""


def command(*arguments, **keywords):
    """Standard output of a command that must succeed."""
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, check=False, **keywords)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if not line.startswith("Warning 1: dimension")]
        raise AssertionError(f"{arguments[0]} failed with {done.returncode}: " + " | ".join(said)[-2000:])
    return done.stdout


def need(program):
    """The path of a program, or Skipped."""
    found = shutil.which(program)
    if not found:
        raise Skipped(program)
    return found


def same(values, truth, what):
    """Both arrays are equal to the bit, missing values in the same places (as NaN or as the fill value)."""
    values, truth = numpy.array(values, dtype="f4"), numpy.asarray(truth, dtype="f4")
    values[values > 1e36] = numpy.nan
    assert values.shape == truth.shape, f"{what}: shape {values.shape}, not {truth.shape}"
    assert numpy.array_equal(numpy.nan_to_num(values, nan=-1), numpy.nan_to_num(truth, nan=-1)), f"{what}: other values"


class Truth:
    """What the file holds, read with netCDF4."""

    def __init__(self, path):
        with netCDF4.Dataset(path) as data:
            self.field = numpy.ma.filled(data[SPECIES][:], numpy.nan)
            self.mean = numpy.ma.filled(data[SPECIES + "_mean_surface"][:], numpy.nan)
            self.flow = numpy.ma.filled(data["edge_flow_mean"][:], numpy.nan)
            self.names = list(data["edge_name"][:])
            self.x, self.y, self.z = (numpy.asarray(data[a][:]) for a in "xyz")
            self.time = numpy.asarray(data["time"][:])
            self.units = data["time"].units
            self.epoch = netCDF4.num2date(0, self.units)
            assert "epsg_code" in data["crs"].ncattrs() and data["crs"].epsg_code == f"EPSG:{EPSG}"
        assert self.field.shape == (len(self.time), len(self.z), len(self.y), len(self.x))
        assert numpy.nanmin(self.field) > 0


def own_reader(path, truth, folder, programs):
    """Our reader, by a GeoTIFF of the last step, gives what netCDF4 gives."""
    from osgeo import gdal  # pylint: disable=import-outside-toplevel
    command(programs / "hacthanh", "export", path, "--to", "geotiff", "--step", len(truth.time) - 1, "--level", 1,
            "-o", folder / "step.tif")
    image = gdal.Open(str(folder / "step.tif"))
    band = next(image.GetRasterBand(b + 1) for b in range(image.RasterCount)
                if image.GetRasterBand(b + 1).GetDescription() == SPECIES)
    same(band.ReadAsArray()[::-1], truth.field[-1, 1], "own reader")


def ncdump(path, truth, *_):
    """ncdump: header, times."""
    text = command(need("ncdump"), "-v", "time", path)
    assert f"float {SPECIES}(time, z, y, x)" in text
    assert f"time = UNLIMITED ; // ({len(truth.time)} currently)" in text
    assert "time = " + ", ".join(f"{t:g}" for t in truth.time) in text


def xarray(path, truth, *_):
    """xarray: values, decoded times, coordinates, selection by place."""
    try:
        import xarray as xr  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skipped("python3-xarray") from error
    with xr.open_dataset(path) as data:
        same(data[SPECIES].values, truth.field, "xarray")
        expected = numpy.datetime64(truth.epoch.isoformat()) + truth.time.astype("int64").astype("timedelta64[s]")
        assert numpy.array_equal(data.time.values.astype("datetime64[s]"), expected.astype("datetime64[s]")), "xarray: times"
        near = data[SPECIES].isel(z=0, time=-1).sel(x=truth.x[40] + 3, y=truth.y[50] - 3, method="nearest")
        same([near.item()], [truth.field[-1, 0, 50, 40]], "xarray: selection")


def gdal_raster(path, truth, *_):
    """GDAL: bands over z and time, corner, projection."""
    try:
        from osgeo import gdal, osr  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skipped("python3-gdal") from error
    image = gdal.Open(f"NETCDF:{path}:{SPECIES}")
    assert image.RasterCount == len(truth.time) * len(truth.z)
    same(image.GetRasterBand(image.RasterCount).ReadAsArray()[::-1], truth.field[-1, -1], "GDAL")
    same(image.GetRasterBand(1).ReadAsArray()[::-1], truth.field[0, 0], "GDAL")
    cell = truth.x[1] - truth.x[0]
    assert numpy.allclose(image.GetGeoTransform(), (truth.x[0] - cell / 2, cell, 0, truth.y[-1] + cell / 2, 0, -cell))
    reference = osr.SpatialReference(image.GetProjection())
    assert reference.GetAuthorityCode(None) == EPSG, "GDAL: projection"


def ogr_roads(path, truth, *_):
    """OGR: the roads as lines with their means."""
    try:
        from osgeo import gdal  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skipped("python3-gdal") from error
    data = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
    layer = data.GetLayerByName("edge_geometry")
    assert layer.GetFeatureCount() == len(truth.names)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == EPSG
    features = [(f["edge_name"], f["edge_flow_mean"]) for f in layer]
    assert [name for name, _ in features] == truth.names
    same([numpy.nan if flow is None or flow > 1e36 else flow for _, flow in features], truth.flow, "OGR")


def vtk(path, truth, *_):
    """VTK 9.1: the field at the last time on a rectilinear grid."""
    try:
        from vtkmodules.util.numpy_support import vtk_to_numpy  # pylint: disable=import-outside-toplevel
        from vtkmodules.vtkIONetCDF import vtkNetCDFCFReader  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skipped("python3-vtk9") from error
    reader = vtkNetCDFCFReader()
    reader.SetFileName(str(path))
    reader.SphericalCoordinatesOff()
    reader.UpdateMetaData()
    reader.SetDimensions("(z, y, x)")
    reader.UpdateInformation()
    key = reader.GetOutputInformation(0)
    times = key.Get(reader.GetExecutive().TIME_STEPS()) if hasattr(reader.GetExecutive(), "TIME_STEPS") else None
    reader.UpdateTimeStep(float(truth.time[-1]))
    grid = reader.GetOutputDataObject(0)
    if times is not None:
        assert numpy.allclose(times, truth.time)
    data = grid.GetCellData() if grid.GetCellData().HasArray(SPECIES) else grid.GetPointData()
    same(vtk_to_numpy(data.GetArray(SPECIES)).reshape(truth.field.shape[1:]), truth.field[-1], "VTK")


QGIS_SCRIPT = """
import sys, json
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer, QgsMeshLayer, QgsPointXY
application = QgsApplication([], False)
application.initQgis()
path, species, x, y = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
raster = QgsRasterLayer(f'NETCDF:"{path}":{species}', 'air')
value, found = raster.dataProvider().sample(QgsPointXY(x, y), raster.bandCount())
roads = QgsVectorLayer(sys.argv[5] + '|layername=edges', 'roads', 'ogr')
style = roads.listStylesInDatabase()
mesh = QgsMeshLayer(path, 'mesh', 'mdal')
print(json.dumps({'valid': raster.isValid(), 'crs': raster.crs().authid(), 'bands': raster.bandCount(),
                  'value': value if found else None, 'roads_valid': roads.isValid(), 'roads': roads.featureCount(),
                  'styles': style[0], 'renderer': roads.renderer().type(), 'legend':
                  [item.label() for item in roads.renderer().legendSymbolItems()], 'mesh': mesh.isValid(),
                  'mesh_temporal': mesh.isValid() and mesh.dataProvider().temporalCapabilities().hasTemporalCapabilities()}))
del raster, roads, mesh  # QGIS crashes on layers that outlive it
application.exitQgis()
"""


def qgis(path, truth, folder, programs):
    """QGIS without a display: raster with projection and value, roads with our style, temporal mesh."""
    copy = folder / "qgis.nc"  # QGIS may rewrite what it opens
    shutil.copy(path, copy)
    if subprocess.run([sys.executable, "-c", "import qgis.core"], capture_output=True, check=False).returncode != 0:
        raise Skipped("python3-qgis")
    command(programs / "hacthanh", "export", path, "--to", "gpkg", "-o", folder / "roads.gpkg", "--above", f"{SPECIES}=200")
    j, i = len(truth.y) // 3, len(truth.x) // 3
    out = command(sys.executable, "-c", QGIS_SCRIPT, copy, SPECIES, truth.x[i], truth.y[j], folder / "roads.gpkg",
                  env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    found = json.loads(out.strip().splitlines()[-1])
    assert found["valid"] and found["crs"] == f"EPSG:{EPSG}", found
    assert found["bands"] == len(truth.time) * len(truth.z), found
    same([found["value"]], [truth.field[-1, -1, j, i]], "QGIS")
    assert found["roads_valid"] and found["roads"] == len(truth.names), found
    assert found["styles"] >= 1 and found["renderer"] == "graduatedSymbol", found
    assert any("rất cao / very high" in label for label in found["legend"]), found
    assert found["mesh"] and found["mesh_temporal"], found


PARAVIEW_SCRIPT = """
import sys, json
from paraview.simple import NetCDFReader
from vtkmodules.util.numpy_support import vtk_to_numpy
reader = NetCDFReader(FileName=[sys.argv[1]])
reader.Dimensions = '(z, y, x)'
reader.SphericalCoordinates = 0
times = list(reader.TimestepValues)
reader.UpdatePipeline(times[-1])
grid = reader.GetClientSideObject().GetOutputDataObject(0)  # Fetch of ParaView 5.11 gives arrays that end in zeros
data = grid.GetCellData() if grid.GetCellData().HasArray(sys.argv[2]) else grid.GetPointData()
values = vtk_to_numpy(data.GetArray(sys.argv[2]))
print(json.dumps({'times': times, 'n': len(values), 'sample': [float(v) for v in values[::1001]]}))
"""


def paraview_modules(folder):
    """Debian's python3-paraview, unpacked: installed it would drive out python3-vtk9 and libvtk9-dev."""
    if not shutil.which("paraview") or not shutil.which("apt-get"):
        raise Skipped("paraview")
    fetched = subprocess.run(["apt-get", "download", "-qq", "python3-paraview"], cwd=folder, capture_output=True, check=False)
    if fetched.returncode != 0:
        raise Skipped("python3-paraview cannot be fetched")
    command("dpkg-deb", "-x", next(folder.glob("python3-paraview*.deb")), folder / "paraview")
    return folder / "paraview/usr/lib/python3/dist-packages"


def paraview(path, truth, folder, _programs):
    """ParaView's NetCDFReader: times and values."""
    if shutil.which("pvpython"):
        out = command("pvpython", "-c", PARAVIEW_SCRIPT, path, SPECIES)
    else:
        out = command(sys.executable, "-c", PARAVIEW_SCRIPT, path, SPECIES,
                      env={**os.environ, "PYTHONPATH": str(paraview_modules(folder))})
    found = json.loads(out.strip().splitlines()[-1])
    assert numpy.allclose(found["times"], truth.time), "ParaView: times"
    flat = truth.field[-1].ravel()
    assert found["n"] == flat.size
    same(found["sample"], flat[::1001], "ParaView")


READERS = {"own reader": own_reader, "ncdump": ncdump, "xarray": xarray, "GDAL": gdal_raster, "OGR": ogr_roads, "VTK": vtk,
           "QGIS": qgis, "ParaView": paraview}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder of the built programs")
    parser.add_argument("--result", type=pathlib.Path, help="a finished result; default: run scenarios/thanh-hoa/morning.toml")
    parser.add_argument("--end", type=int, default=3600, help="last second of that run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hacthanh-readers-") as scratch:
        folder = pathlib.Path(scratch)
        result = arguments.result
        if result is None:
            result = folder / "thanh-hoa.nc"
            command(arguments.programs / "hacthanh", "run", SCENARIO, "-o", result, "--quiet", "--set",
                    f"traffic.end_s={arguments.end}")
        truth = Truth(result)
        failed = read = 0
        for name, reader in READERS.items():
            try:
                reader(result.resolve(), truth, folder, arguments.programs.resolve())
                print(f"{name}: right")
                read += 1
            except Skipped as missing:
                print(f"{name}: skipped, {missing} is not installed")
            except AssertionError as error:
                print(f"{name}: WRONG: {error}")
                failed += 1
        if read < 4:
            print("fewer than four readers are installed")
        return 1 if failed or read < 4 else 0


if __name__ == "__main__":
    sys.exit(main())
