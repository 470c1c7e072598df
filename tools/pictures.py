#!/usr/bin/env python3
"""Make the pictures of docs/images/views: simulate Thanh Hoá, Hanoi and Bologna for a short while and draw them.

Usage: pictures.py --programs build/release/bin [--data DIR] [--results DIR] [NAME...]
       NAME: begins the pictures wanted (thanh_hoa, hanoi, bologna); default: all

Hanoi and Bologna come from cases that are not part of the repository: folder DIR/cases (default: HACTHANH_DATA_DIR); without
it only Thanh Hoá is drawn. Results are kept in --results and used again when they are there.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images" / "views"
LARGEST_KB = 300
SIZE = "1200x900"

# What a short run keeps so that every layer has something to draw.
SHORT = {"traffic.end_s": 1800, "run.spin_up_s": 600, "output.interval_s": 150, "output.trace_interval_s": 2,
         "output.fields_up_to_m": 120}

CASE = """
[scenario]
title = "{title}"
title_vi = "{title_vi}"
note = "Demand made up for tests{share}: not for planning statements."
note_vi = "Nhu cầu đi lại giả định để thử{share_vi}: không dùng để kết luận quy hoạch."
[time]
date = "2026-01-15"
utc_offset = "{utc_offset}"
start_clock = "07:00"
{city}
[traffic]
sumo_config = "{sumo_config}"
begin_s = 0
end_s = 1200
scale = {scale}
[mesh]
cell_size_m = 10
levels = 20
top_m = 200
[weather]
wind_speed_m_s = 2
wind_from_deg = 60
[run]
spin_up_s = 600
[emission]
allow_default_emission_class = true
[output]
interval_s = 150
species = ["NOx"]
fields_up_to_m = 100
trace_interval_s = 2
"""


def view(camera, layers, **more):
    """A scene of the format docs/formats/scene.md."""
    return {"hacthanh_scene": 1, "language": "vi", **more, "camera": camera, "layers": layers}


def oblique(azimuth, elevation, view_m=0, centre=None):
    """A perspective camera."""
    camera = {"projection": "perspective", "azimuth_deg": azimuth, "elevation_deg": elevation, "view_m": view_m}
    return camera | ({"centre": centre} if centre else {})


GROUND, SLICE, ROADS, BUILDINGS = {"kind": "ground"}, {"kind": "slice"}, {"kind": "roads"}, {"kind": "buildings"}
VEHICLES, LABELS = {"kind": "vehicles"}, {"kind": "labels"}

# Name: results (one or two), what is drawn (options of `hacthanh render`, or a scene).
PICTURES = {
    "thanh_hoa_map": (["thanh_hoa"], ["--preset", "map", "--field", "NO2"]),
    "thanh_hoa_3d": (["thanh_hoa"], ["--preset", "3d", "--field", "NO2"]),
    "thanh_hoa_street": (["thanh_hoa"], ["--preset", "street", "--field", "NO2"]),
    "thanh_hoa_difference": (["thanh_hoa", "thanh_hoa_lez"], ["--preset", "difference", "--field", "NOx"]),
    "thanh_hoa_wards": (["thanh_hoa"], ["--preset", "wards", "--field", "NO2"]),
    "thanh_hoa_window": (["thanh_hoa", "thanh_hoa_lez"],
                         view({"view_m": 2600}, [GROUND, SLICE, ROADS | {"opacity": 0.5}, LABELS], mode="side_by_side", field="NO2",
                              time="mean")),
    "hanoi_city": (["hanoi"], ["--preset", "city"]),
    "hanoi_traffic": (["hanoi"], view(oblique(330, 32, 420), [GROUND, SLICE | {"opacity": 0.8}, ROADS, BUILDINGS, VEHICLES],
                                      time="07:18:00")),
    "bologna_map": (["bologna"], ["--preset", "map"]),
    "bologna_flow": (["bologna"], ["--preset", "map", "--roads", "flow"]),
}


class Studio:
    """Runs what is not there yet and draws."""

    def __init__(self, programs, data, results):
        self.hacthanh = programs.resolve() / "hacthanh"
        self.cases = data / "cases" if data else None
        self.results = results

    def call(self, *arguments):
        """Run the program; its output is shown only when it fails."""
        done = subprocess.run([self.hacthanh, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"pictures.py: {' '.join(map(str, arguments))}\n{done.stderr}")

    def result(self, name):
        """The result file of a name, or None when its case is not on this machine."""
        file = self.results / f"{name}.nc"
        if file.exists():
            return file
        print(f"simulating {name}", flush=True)
        if name.startswith("thanh_hoa"):
            measure = ["--measure", ROOT / "scenarios/thanh-hoa/measures/lez_core.toml"] if name.endswith("lez") else []
            settings = [f"--set={key}={value}" for key, value in SHORT.items()]
            self.call("run", ROOT / "scenarios/thanh-hoa/morning.toml", *measure, *settings, "--set=output.species=NOx,NO2,PM",
                      "-o", file)
            return file
        if self.cases is None or not self.cases.exists():
            return None
        scenario = self.results / f"{name}.toml"
        scenario.write_text(CASE.format(**getattr(self, name)()), encoding="utf-8")
        self.call("run", scenario, "-o", file)
        return file

    def hanoi(self):
        """Settings of the scenario; makes the city folder."""
        case = self.cases / "hanoi_catlinh"
        if not (self.results / "hanoi_city" / "city.toml").exists():
            self.call("import", "sumo", case / "hanoi_catlinh.net.xml", "--poly", case / "hanoi_catlinh.poly.xml", "--name",
                      "Hanoi, Cat Linh", "--name-vi", "Hà Nội, Cát Linh", "-o", self.results / "hanoi_city")
        return {"title": "Hanoi, Cat Linh", "title_vi": "Hà Nội, Cát Linh", "utc_offset": "+07:00",
                "scale": 0.8,  # all of the demand is more than the streets carry
                "share": ", 80 % of it", "share_vi": ", lấy 80 %", "city": '[city]\nfolder = "hanoi_city"',
                "sumo_config": case / "hanoi_catlinh.sumocfg"}

    def bologna(self):
        """Settings of the scenario."""
        return {"title": "Bologna", "title_vi": "Bologna", "utc_offset": "+01:00", "scale": 1.0, "share": "", "share_vi": "", "city": "",
                "sumo_config": self.cases / "bologna_joined" / "run.sumocfg"}

    def photograph(self, files, how, picture):
        """The window itself, on a screen that nobody sees."""
        done = subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", self.hacthanh, "view", *files, *how, "--language",
                               "vi", "--at", "580000,2190000", "--picture", picture], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"pictures.py: hacthanh view\n{done.stderr}")

    def draw(self, name):
        """One picture; checks that it is small enough for the repository."""
        sources, how = PICTURES[name]
        files = [self.result(source) for source in sources]
        if None in files:
            print(f"skipped {name}: no cases on this machine")
            return
        if isinstance(how, dict):
            scene = self.results / f"{name}.json"
            scene.write_text(json.dumps(how), encoding="utf-8")
            how = ["--scene", scene]
        picture = IMAGES / f"{name}.png"
        if name.endswith("_window"):
            self.photograph(files, how, picture)
        else:
            self.call("render", *files, *how, "--language", "vi", "--size", SIZE, "-o", picture)
        fewer_colours(picture)
        kilobytes = picture.stat().st_size / 1000
        print(f"{picture.relative_to(ROOT)}  {kilobytes:.0f} kB")
        if kilobytes > LARGEST_KB:
            sys.exit(f"pictures.py: {picture} is larger than {LARGEST_KB} kB")


def fewer_colours(picture):
    """Keep 256 colours, for a third of the bytes: smooth scales become fine steps."""
    small = picture.with_suffix(".small.png")
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-i", picture, "-vf",
                    "split[a][b];[a]palettegen=max_colors=256:stats_mode=full[p];[b][p]paletteuse=dither=none", small], check=True)
    small.replace(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder of the built programs")
    parser.add_argument("--data", type=pathlib.Path, default=os.environ.get("HACTHANH_DATA_DIR"))
    parser.add_argument("--results", type=pathlib.Path, help="where results are kept; default: nowhere")
    arguments = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        results = (arguments.results or pathlib.Path(scratch)).resolve()
        results.mkdir(parents=True, exist_ok=True)
        studio = Studio(arguments.programs, pathlib.Path(arguments.data) if arguments.data else None, results)
        for name in PICTURES:
            if not arguments.names or any(name.startswith(wanted) for wanted in arguments.names):
                studio.draw(name)


if __name__ == "__main__":
    main()
