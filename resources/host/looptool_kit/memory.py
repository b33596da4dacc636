"""How often the system has ended a process for want of memory."""
import contextlib
import signal
import subprocess

CGROUP, VMSTAT = "/proc/self/cgroup", "/proc/vmstat"


def _count(path, name):
    """The number behind a name in a file of "NAME NUMBER" lines; None where there is none."""
    with contextlib.suppress(OSError, ValueError), open(path, encoding="ascii", errors="replace") as file:
        for line in file:
            word, _, number = line.partition(" ")
            if word == name:
                return int(number)
    return None


def _events(cgroup=CGROUP, root="/sys/fs/cgroup"):
    """Where the counts of this process's control group stand (version 2)."""
    with contextlib.suppress(OSError), open(cgroup, encoding="utf8", errors="replace") as file:
        for line in file:
            if line.startswith("0::"):
                return f"{root}{line[3:].rstrip().rstrip('/')}/memory.events"
    return None


def oom_kills(cgroup=CGROUP, root="/sys/fs/cgroup", vmstat=VMSTAT):
    """A count that rises with each such end: of this control group where it is counted, else of the machine; 0 where nobody counts."""
    path = _events(cgroup, root)
    counts = (_count(path, "oom_kill") if path else None, _count(vmstat, "oom_kill"))
    return next((count for count in counts if count is not None), 0)


def end_of(child, seconds=15):
    """Waits for a process. Returns its code, and whether the system ended it for want of memory."""
    while True:
        kills = oom_kills()
        with contextlib.suppress(subprocess.TimeoutExpired):
            end = child.wait(seconds)
            return end, end == -signal.SIGKILL and oom_kills() > kills
