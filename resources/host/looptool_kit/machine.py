"""What the system itself tells of a machine: its C library, memory, disks, and what ends a user's programs."""
import contextlib
import ctypes
import getpass
import os
import subprocess
import tempfile


def said(argv, seconds=10):
    """What a program prints; None where it cannot be run or fails."""
    try:
        end = subprocess.run(argv, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return end.stdout.decode("utf8", "replace").strip() if end.returncode == 0 else None


def _text(path, most=4096):
    try:
        with open(path, encoding="utf8", errors="replace") as file:
            return file.read(most)
    except OSError:
        return ""


def glibc():
    """Version as text; None where the C library is another one (musl)."""
    try:
        version = ctypes.CDLL("libc.so.6").gnu_get_libc_version
        version.restype = ctypes.c_char_p
        return version().decode()
    except (OSError, AttributeError):
        return None


def memory():
    """Bytes; `limit` is what a container may use, None without one."""
    told = dict(line.split(":", 1) for line in _text("/proc/meminfo").splitlines() if ":" in line)
    kib = lambda name: int(told[name].split()[0]) * 1024 if name in told else None  # noqa: E731
    limits = [_text(path).strip() for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")]
    limit = min((int(one) for one in limits if one.isdigit()), default=None)
    total = kib("MemTotal")
    if total is None and hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "total": total, "available": kib("MemAvailable"), "swap": kib("SwapTotal"),
        "limit": limit if limit is not None and (total is None or limit < total) else None,
    }


def _mount_options(path):
    best = ("", "")
    for line in _text("/proc/mounts", 1 << 20).splitlines():
        parts = line.split(" ")
        if len(parts) > 3:
            point = parts[1].replace("\\040", " ")
            if (path == point or path.startswith(point.rstrip("/") + "/")) and len(point) >= len(best[0]):
                best = (point, parts[3])
    return best[1].split(",")


def disk(wanted):
    """The disk that a path lies on, or would."""
    path = os.path.abspath(os.path.expanduser(wanted))
    there = path
    while not os.path.isdir(there) and there != os.path.dirname(there):
        there = os.path.dirname(there)
    facts = {"path": wanted, "place": there, "exists": there == path, "total": None, "free": None, "writable": False, "problem": None}
    try:
        stat = os.statvfs(there)
        facts.update(total=stat.f_blocks * stat.f_frsize, free=stat.f_bavail * stat.f_frsize)
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"x")
        facts["writable"] = True
    except OSError as error:
        facts["problem"] = os.strerror(error.errno) if error.errno else str(error)
    facts["noexec"] = "noexec" in _mount_options(os.path.realpath(there))
    return facts


def logout():
    """Whether the system ends what a user leaves running when they log out; None where nothing of the kind is there."""
    if not os.path.isdir("/run/systemd/users"):
        return None
    answer = said(["loginctl", "show-user", "-p", "KillUserProcesses", "-p", "KillOnlyUsers", "-p", "KillExcludeUsers"])
    told = dict(line.split("=", 1) for line in (answer or "").splitlines() if "=" in line)
    if "KillUserProcesses" not in told:
        return None
    only, spared, user = told.get("KillOnlyUsers", "").split(), told.get("KillExcludeUsers", "").split(), getpass.getuser()
    return {"ends": told["KillUserProcesses"] == "yes" and user not in spared and (not only or user in only)}


def container():
    """What kind of container this is; None outside of one."""
    for path, kind in (("/.dockerenv", "docker"), ("/run/.containerenv", "podman"), ("/var/run/secrets/kubernetes.io", "kubernetes")):
        if os.path.exists(path):
            return kind
    return _text("/run/systemd/container").strip() or None


def boot_id():
    """Changes with every start of the machine; empty where the system does not say."""
    with contextlib.suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return file.read().strip()
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(["sysctl", "-n", "kern.boottime"], capture_output=True, text=True, check=True).stdout.strip()
    return ""
