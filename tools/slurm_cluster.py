#!/usr/bin/env python3
"""A small Slurm cluster on loopback for tests and benchmarks: real slurmctld, slurmd and munge, in a folder of their own.

Usage: slurm_cluster.py FOLDER [--nodes N] [--cpus N]

As a program it prints `ready CONF` once every node is idle (or `missing WHY` where Slurm cannot run), then obeys lines on
standard input, answering each with `done` or `failed WHY`:
    lose NODE            power cut: slurmd and all that runs on the node are killed
    start NODE           the node comes back
    end controller       slurmctld is ended as an administrator does, and saves its state
    start controller     it comes back with the state it saved
    stop                 (or the end of the input) everything is killed
Nothing outlives it: daemons get a signal when it dies, and what they started is found in the process tree.
Needs root, as slurmd does. No accounting (slurmdbd), so studies are held to the smallest Slurm there is.
"""
import argparse
import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h
CONTROLLER = "controller"
CONFIGURATION = """\
ClusterName=hacthanh
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=5
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort={controller_port}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/log/slurmctld
SlurmdLogFile={folder}/log/slurmd-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1,defer_batch
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=3
KillWait=2
MessageTimeout=5
MinJobAge=300
"""


def why_not():
    """Why Slurm cannot run here, or None."""
    os.environ["PATH"] += os.pathsep + "/usr/sbin"
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        return f"{', '.join(missing)} not installed (Debian: slurmctld slurmd slurm-client munge)"
    return None if os.geteuid() == 0 else "slurmd needs root"


def descendants(root):
    """All processes below `root` now, zombies left out."""
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            state, parent = (entry / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def kill_below(root):
    """Kill all descendants of a process, also those that they start meanwhile."""
    while below := descendants(root):
        for process in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.005)


def free_ports(count):
    """TCP ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


class SlurmCluster:
    """Context manager; `environment` holds what sbatch and others need."""

    def __init__(self, folder, nodes=1, cpus=2):
        self.folder = pathlib.Path(folder).resolve()
        self.nodes = [f"node{n}" for n in range(nodes)]
        self.cpus = cpus
        self.daemons = {}
        self.configuration = self.folder / "slurm.conf"
        self.environment = {**os.environ, "SLURM_CONF": str(self.configuration)}

    def __enter__(self):
        # What daemons leave behind becomes ours, so that it can be found and ended.
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        try:
            self._configure()
            self._start_munge()
            self.start(CONTROLLER)
            for node in self.nodes:
                self.start(node)
            self._wait_until(lambda: self._states() == ["idle"] * len(self.nodes), 60, "no idle nodes")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_exception):
        self.stop()

    def stop(self):
        """End all processes of the cluster, jobs too (all children of this process), and collect the dead."""
        kill_below(os.getpid())
        for daemon in self.daemons.values():
            daemon.wait()
        self.daemons.clear()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def start(self, name):
        """Start slurmctld ("controller") or the slurmd of a node."""
        if name == CONTROLLER:
            self._start(name, ["slurmctld", "-D", "-f", self.configuration])
        elif name in self.nodes:
            self._start(name, ["slurmd", "-D", "-f", self.configuration, "-N", name])
        else:
            raise RuntimeError(f"no part {name}: there are {CONTROLLER}, {', '.join(self.nodes)}")

    def end(self, name):
        """Ask a daemon to end, and wait for it. Jobs go on."""
        daemon = self.daemons.pop(name)
        daemon.terminate()
        daemon.wait(timeout=30)

    def kill(self, name):
        """Kill a daemon and all that it started."""
        daemon = self.daemons.pop(name)
        daemon.send_signal(signal.SIGSTOP)  # starts nothing more
        kill_below(daemon.pid)
        daemon.kill()
        daemon.wait()
        self._collect_the_dead()

    def _collect_the_dead(self):
        """Orphans of a killed daemon become our children; a zombie would look alive to whoever asks for its process."""
        ours = {daemon.pid for daemon in self.daemons.values()}
        time.sleep(0.05)
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) in ours:
                continue
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[:2]
                if state == "Z" and int(parent) == os.getpid():
                    os.waitpid(int(entry.name), os.WNOHANG)

    def _configure(self):
        for name in ("state", "log", "munge", *(f"spool-{node}" for node in self.nodes)):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "munge").chmod(0o755)
        ports = free_ports(1 + len(self.nodes))
        host = socket.gethostname().split(".")[0]
        text = CONFIGURATION.format(host=host, folder=self.folder, controller_port=ports[0])
        for node, port in zip(self.nodes, ports[1:]):
            text += f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs={self.cpus} RealMemory=2000\n"
        text += f"PartitionName=main Nodes={','.join(self.nodes)} Default=YES MaxTime=INFINITE State=UP\n"
        self.configuration.write_text(text, encoding="utf-8")

    def _start_munge(self):
        key = self.folder / "munge" / "key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        munge = self.folder / "munge"
        self._start("munge", ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={munge}/socket",
                              f"--pid-file={munge}/pid", f"--log-file={munge}/log", f"--seed-file={munge}/seed"])
        self._wait_until((munge / "socket").exists, 10, "munged does not listen")

    def _start(self, name, command):
        library = ctypes.CDLL(None, use_errno=True)

        def before():  # in the child; the second survives exec: what a node starts stays below its slurmd
            library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            library.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

        with open(self.folder / "log" / f"{name}.out", "ab") as output:
            self.daemons[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                                  env=self.environment, preexec_fn=before, start_new_session=True)

    def _states(self):
        listed = subprocess.run(["sinfo", "-h", "-N", "-o", "%T"], env=self.environment, capture_output=True, text=True)
        return listed.stdout.split()

    def _wait_until(self, condition, seconds, what):
        deadline = time.monotonic() + seconds
        while not condition():
            dead = [name for name, daemon in self.daemons.items() if daemon.poll() is not None]
            if dead or time.monotonic() > deadline:
                raise RuntimeError(f"{what}; {', '.join(dead) or 'nothing'} ended by itself; logs: {self.folder}/log")
            time.sleep(0.05)


def obey(cluster, line):
    """One line of standard input. Returns the answer."""
    try:
        word, name = line.split()
        {"lose": cluster.kill, "end": cluster.end, "start": cluster.start}[word](name)
        return "done"
    except (KeyError, ValueError, RuntimeError, subprocess.TimeoutExpired) as error:
        return f"failed {line!r}: {error}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--cpus", type=int, default=2, help="of each node")
    arguments = parser.parse_args()
    if reason := why_not():
        print("missing", reason, flush=True)
        return 0
    try:
        with SlurmCluster(arguments.folder, arguments.nodes, arguments.cpus) as cluster:
            print("ready", cluster.configuration, flush=True)
            for line in sys.stdin:
                if line.strip() == "stop":
                    break
                print(obey(cluster, line.strip()), flush=True)
    except RuntimeError as error:
        print("failed", error, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
