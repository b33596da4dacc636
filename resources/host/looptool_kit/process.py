"""Whether a job's process lives, and ending it: by pid, start time and boot, since a pid alone may be another's by now."""
import contextlib
import os
import signal
import time


def boot_id():
    with contextlib.suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return file.read().strip()
    return ""


def look_at(pid):
    """{state, group, ticks, rss} of a process, from /proc; None where there is none. `ticks`: when it began, since boot."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf8", errors="replace") as file:
            # The name may hold spaces and brackets; what follows its last bracket does not.
            fields = file.read().rpartition(")")[2].split()
        return {"state": fields[0], "group": int(fields[2]), "ticks": int(fields[19]), "rss": int(fields[21]) * os.sysconf("SC_PAGE_SIZE")}
    except (OSError, ValueError, IndexError):
        return None


def read_pid(folder):
    """The file `pid` of a job: "PID [TICKS [BOOT]]". None where there is none."""
    try:
        with open(os.path.join(folder, "pid"), encoding="utf8", errors="replace") as file:
            words = file.read(400).split()
        return {"pid": int(words[0]), "ticks": int(words[1]) if len(words) > 1 else None, "boot": words[2] if len(words) > 2 else None}
    except (OSError, ValueError, IndexError):
        return None


def standing(folder):
    """{pid, group, alive, why}: `why` says what makes it not alive: none, rebooted, gone, another, zombie."""
    told = read_pid(folder)
    if told is None or told["pid"] <= 1:
        return {"pid": None, "group": None, "alive": False, "why": "none", "rss": None}
    facts = {"pid": told["pid"], "group": None, "alive": False, "why": None, "rss": None}
    if told["boot"] and boot_id() and told["boot"] != boot_id():
        return {**facts, "why": "rebooted"}
    seen = look_at(told["pid"])
    if seen is None:
        return {**facts, "why": "gone"}
    if told["ticks"] is not None and seen["ticks"] != told["ticks"]:
        return {**facts, "why": "another"}
    if seen["state"] in "ZX":
        return {**facts, "why": "zombie"}
    return {**facts, "group": seen["group"], "alive": True, "rss": seen["rss"]}


def members(group):
    """Living processes of a group."""
    found = []
    for name in os.listdir("/proc"):
        seen = look_at(name) if name.isdigit() else None
        if seen and seen["group"] == group and seen["state"] not in "ZX":
            found.append(int(name))
    return found


def end_group(folder, grace):
    """Asks the job's group to end, waits, then ends it. Returns how it went: none, asked or forced. Only a group whose
    leader is the job's own process is ever signalled."""
    told = standing(folder)
    if not told["alive"] or told["group"] != told["pid"]:
        return "none"
    group = told["group"]
    for sign, seconds, word in ((signal.SIGTERM, grace, "asked"), (signal.SIGKILL, 10, "forced")):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, sign)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not members(group):
                return word
            time.sleep(0.05)
    return "forced"
