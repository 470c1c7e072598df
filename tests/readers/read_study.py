#!/usr/bin/env python3
"""netCDF4 and h5py read what a study merges: index.nc and fields.nc say what its members say.

A tiny study (two weathers, two variants, three seeds) is run by the real command; of one member the result is lost.
Held against the members' own files and numpy: values of the virtual arrays, number, mean, variance, quantiles and
exceedance of every group, axes, units, and all of it once more after the folder was moved.

Usage: read_study.py --programs DIR     exit 0 = read right; "skipped readers of studies" when modules are missing
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

try:
    import h5py
    import netCDF4
    import numpy
except ImportError as absent:
    print(f"skipped readers of studies: {absent}; apt-get install python3-netcdf4 python3-h5py")
    sys.exit(0)

TOWN = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "tutorial" / "town.toml"
FIELDS = ["NOx", "NOx_mean_surface"]
PROBABILITIES = [0.05, 0.5, 0.9]
LIMITS = [0.0, 5.0]
STUDY = f"""[study]
scenario = "{TOWN}"
seeds = 3
[set]
traffic.end_s = 120
mesh.cell_size_m = 60
mesh.levels = 4
output.interval_s = 60
[[weather]]
name = "calm"
set = {{ weather.wind_speed_m_s = 1.5 }}
[[weather]]
name = "windy"
set = {{ weather.wind_speed_m_s = 5 }}
[[measure]]
name = "closed"
files = ["close.toml"]
[merge]
fields = {FIELDS}
probabilities = {PROBABILITIES}
limits = {LIMITS}
POOL
"""
MEASURE = '[about]\ntitle = "Closure"\n[[measure]]\nkind = "close_edge"\nedges = ["C2B2"]\n'


def command(*arguments, status=0):
    """A command that must end with `status`."""
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status, f"{arguments} ended with {done.returncode}: {done.stderr[-2000:]}"


def filled(variable):
    """Values as float64, missing ones NaN."""
    return numpy.ma.filled(variable[:].astype("f8"), numpy.nan)


class Members:
    """The members' own files, in the order of the manifest."""

    def __init__(self, folder, lost):
        self.ids = (folder / "ids.txt").read_text().split()
        self.lost = lost
        self.values = {field: [] for field in FIELDS}
        self.facts = {}
        for member in self.ids:
            with netCDF4.Dataset(folder / "members" / member[:2] / member / "result.nc") as data:
                for field in FIELDS:
                    self.values[field].append(filled(data[field]))
                    self.facts[field] = (data[field].dimensions, data[field].units)
                self.axes = {name: (data[name][:], dict(data[name].__dict__)) for name in ("time", "z", "y", "x")}
                self.borders = data["time_bnds"][:]
        for field in FIELDS:
            self.values[field] = numpy.array(self.values[field])
            if lost is not None:
                self.values[field][lost] = numpy.nan

    def check_axes(self, data):
        for name, (values, attributes) in self.axes.items():
            assert numpy.array_equal(data[name][:], values), name
            assert data[name].units == attributes["units"], name
            assert data[name].axis == attributes["axis"], name
        assert numpy.array_equal(data["time_bnds"][:], self.borders)
        assert netCDF4.num2date(data["time"][0], data["time"].units, data["time"].calendar).year == 2026


def check_index(path, members):
    with netCDF4.Dataset(path) as data:
        members.check_axes(data)
        assert list(data["member_id"][:]) == members.ids
        present = [0 if m == members.lost else 1 for m in range(len(members.ids))]
        assert list(data["member_present"][:]) == present
        assert [bool(reason) for reason in data["member_missing"][:]] == [not p for p in present]
        assert set(data["member_weather"][:]) == {"calm", "windy"} and set(data["member_variant"][:]) == {"base", "closed"}
        assert len(set(data["member_seed"][:])) == 3
        for field in FIELDS:
            dimensions, units = members.facts[field]
            assert data[field].dimensions == ("member",) + dimensions and data[field].units == units
            numpy.testing.assert_array_equal(filled(data[field]), members.values[field])
    with h5py.File(path) as data:  # another reader of the same virtual arrays
        for field in FIELDS:
            assert data[field].is_virtual and all(not s.file_name.startswith("/") for s in data[field].virtual_sources())
            values = data[field][:].astype("f8")
            values[values > 1e36] = numpy.nan
            numpy.testing.assert_array_equal(values, members.values[field])


def check_fields(path, index, members, pooled):
    with netCDF4.Dataset(index) as data:
        labels = list(zip(data["member_weather"][:], data["member_variant"][:]))
    with netCDF4.Dataset(path) as data:
        members.check_axes(data)
        numpy.testing.assert_array_equal(data["probability"][:], PROBABILITIES)
        numpy.testing.assert_array_equal(data["limit"][:], LIMITS)
        groups = list(zip(data["weather"][:], data["variant"][:]))
        weathers = [""] if pooled else ["calm", "windy"]
        assert groups == [(weather, variant) for weather in weathers for variant in ("base", "closed")], groups
        for field in FIELDS:
            units = members.facts[field][1]
            for ending, unit in {"n": "1", "mean": units, "variance": f"({units})^2", "quantile": units,
                                 "exceedance": "1"}.items():
                assert data[f"{field}_{ending}"].units == unit, (field, ending)
            assert data[f"{field}_quantile"].dimensions[:2] == ("group", "probability")
            for g, (weather, variant) in enumerate(groups):
                rows = [m for m, label in enumerate(labels) if label[1] == variant and weather in ("", label[0])]
                values = members.values[field][rows]
                values = values[~numpy.isnan(values).all(axis=tuple(range(1, values.ndim)))]
                assert data["members"][g] == len(values) and len(values) >= 2

                def close(ending, expected, data=data, field=field, g=g):
                    numpy.testing.assert_allclose(filled(data[f"{field}_{ending}"])[g], expected, rtol=2e-6, atol=1e-9,
                                                  err_msg=f"{field}_{ending} of group {g}")
                close("n", numpy.sum(~numpy.isnan(values), axis=0))
                close("mean", numpy.mean(values, axis=0))
                close("variance", numpy.var(values, axis=0, ddof=1))
                close("quantile", numpy.quantile(values, PROBABILITIES, axis=0))
                close("exceedance", numpy.array([numpy.mean(values > limit, axis=0) for limit in LIMITS]))
        assert numpy.nanmax(filled(data["NOx_variance"])) > 0, "seeds differ"


def check(folder, lost=None, pooled=False):
    members = Members(folder, lost)
    check_index(folder / "index.nc", members)
    check_fields(folder / "fields.nc", folder / "index.nc", members, pooled)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    hacthanh = parser.parse_args().programs / "hacthanh"
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "close.toml").write_text(MEASURE)
        study, folder = scratch / "s.toml", scratch / "f"

        def run(pool):
            study.write_text(STUDY.replace("POOL", pool))
            command(hacthanh, "study", study, "--folder", folder, "--slots", "2", "--quiet")

        run('pool = ["weather"]')
        check(folder, pooled=True)
        run("memory_mb = 1")
        check(folder)
        moved = scratch / "elsewhere" / "g"
        moved.parent.mkdir()
        folder.rename(moved)
        check(moved)
        lost = 4
        member = (moved / "ids.txt").read_text().split()[lost]
        (moved / "members" / member[:2] / member / "done.json").unlink()
        command(hacthanh, "study", "merge", moved, status=1)
        check(moved, lost)
    print(f"12 members read with netCDF4 {netCDF4.__version__} and h5py {h5py.__version__}, values and statistics equal")


if __name__ == "__main__":
    main()
