"""What the machinery of a study costs: processes, claims, heartbeats, hashes and the pool, beside its members.

Members are the tutorial town; `overhead_ms_*` = (wall x slots - sum of the member processes' lifetimes) / members, with the
start of the cluster left out; `pool_busy_share` = CPU of all members / (slots x wall), of members of at least 5 CPU seconds;
`pool_busy_share_groups` = the same of members that share their warm-up: a baseline and two measures in one process per seed.
Before a time is reported every member must be done and both executors must have given the same summary, byte for byte.
How the machinery grows is measured on the manifest alone: studies of 1,000, 10,000 and 100,000 members are prepared, prepared again
(resume), looked at (status) and claimed; none is run.
"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STUDY = """[study]
title = "Bench"
scenario = "{town}"
seeds = {seeds}
[set]
traffic.end_s = {end_s}
mesh.cell_size_m = {cell_m}
output.interval_s = 30
[executor]
tasks = {slots}
memory_mb = 500
"""
MEASURE = """[[measure]]
kind = "speed_limit"
speed_km_h = {speed}
polygon_m = [0, 0, 480, 0, 480, 480, 0, 480]
"""
SMALL_MEMBERS = 40
LARGE_MEMBERS = 4
SLOTS = 2
LEAST_MEMBER_CPU_S = 5
MANIFESTS = (1000, 10_000, 100_000)


def write_study(folder, seeds, end_s, cell_m, speeds=()):
    """A study with so many seeds of the baseline and a speed limit of each of `speeds`; returns its file."""
    file = folder / f"{seeds}_{cell_m}_{len(speeds)}.toml"
    text = STUDY.format(town=ROOT / "scenarios/tutorial/town.toml", seeds=seeds, end_s=end_s, cell_m=cell_m, slots=SLOTS)
    for speed in speeds:
        (folder / f"slow_{speed}.toml").write_text(MEASURE.format(speed=speed), encoding="utf-8")
        text += f'[[measure]]\nfiles = ["slow_{speed}.toml"]\n'
    file.write_text(text, encoding="utf-8")
    return file


def run(programs, file, folder, *options, environment=None):
    """Runs a study. Returns wall seconds, CPU seconds of all below it, and what its members wrote of themselves."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    done = subprocess.run([programs / "hacthanh", "study", file, "--folder", folder, "--quiet", *options], env=environment,
                          capture_output=True, text=True, check=False)
    wall_s = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{file}: {done.stderr}")
    members = [json.loads(path.read_text(encoding="utf-8"))["cost"] for path in folder.glob("members/*/*/done.json")]
    ids = (folder / "ids.txt").read_text(encoding="utf-8").split()
    if len(members) != len(ids):
        raise SystemExit(f"{folder}: {len(members)} of {len(ids)} members are done")
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall_s, cpu_s, members


def overhead_ms(wall_s, members):
    """Milliseconds a member that no member's process lived."""
    return 1000 * (wall_s * SLOTS - sum(member["lifetime_s"] for member in members)) / len(members)


def on_slurm(programs, file, scratch):
    """The same study on a cluster of one node on loopback; None where Slurm cannot run."""
    cluster = subprocess.Popen([sys.executable, ROOT / "tools/slurm_cluster.py", scratch / "cluster", "--cpus", str(SLOTS)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        word, _, rest = cluster.stdout.readline().strip().partition(" ")
        if word != "ready":
            print(f"skipped slurm: {rest}")
            return None
        return run(programs, file, scratch / "slurm", "--executor", "slurm", "--wait",
                   environment={**os.environ, "SLURM_CONF": rest})
    finally:
        cluster.stdin.close()
        cluster.wait(timeout=60)


def seconds(command):
    """Runs a command that must succeed. Returns its wall time."""
    begin = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - begin


def on_manifest(programs, scratch, rows):
    """A study of so many members without running one: microseconds a member of each step."""
    file, folder = write_study(scratch, rows, 60, 61), scratch / f"manifest_{rows}"
    prepare = [programs / "hacthanh", "study", file, "--folder", folder, "--executor", "local", "--dry-run"]
    create_s, again_s = seconds(prepare), seconds(prepare)
    status_s = seconds([programs / "hacthanh", "study", "status", folder, "--json"])
    inside = json.loads(subprocess.run([programs / "bench_study", folder], check=True, capture_output=True, text=True).stdout)
    if inside.pop("rows") != rows:
        raise SystemExit(f"{folder}: the manifest does not hold {rows} rows")
    return {"create_us": 1e6 * create_s / rows, "resume_us": 1e6 * again_s / rows, "status_us": 1e6 * status_s / rows, **inside}


def measure(programs, _arguments):
    """Overhead of the local pool and of Slurm, and how busy the pool keeps its slots."""
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        small = write_study(scratch, SMALL_MEMBERS, 60, 60)
        wall_s, _, members = run(programs, small, scratch / "local", "--executor", "local", "--slots", str(SLOTS))
        numbers = {"members": len(members), "overhead_ms_local": overhead_ms(wall_s, members)}
        through = on_slurm(programs, small, scratch)
        if through:
            if (scratch / "local/summary.json").read_bytes() != (scratch / "slurm/summary.json").read_bytes():
                raise SystemExit("Slurm and the local pool gave different summaries")
            numbers["overhead_ms_slurm"] = overhead_ms(through[0], through[2])
        numbers["manifest"] = {str(rows): on_manifest(programs, scratch, rows) for rows in MANIFESTS}
        large = write_study(scratch, LARGE_MEMBERS, 600, 6)
        wall_s, cpu_s, members = run(programs, large, scratch / "large", "--executor", "local", "--slots", str(SLOTS))
        if cpu_s / len(members) < LEAST_MEMBER_CPU_S:
            raise SystemExit(f"members of {cpu_s / len(members):.1f} CPU seconds are too small for pool_busy_share")
        numbers |= {"large_member_cpu_s": cpu_s / len(members), "pool_busy_share": cpu_s / (SLOTS * wall_s)}
        groups = write_study(scratch, LARGE_MEMBERS, 600, 6, (15, 25))
        wall_s, cpu_s, members = run(programs, groups, scratch / "groups", "--executor", "local", "--slots", str(SLOTS))
        numbers["pool_busy_share_groups"] = cpu_s / (SLOTS * wall_s)
        numbers["group_member_cpu_s"] = cpu_s / len(members)
        return numbers
