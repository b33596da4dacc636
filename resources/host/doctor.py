"""Looks at a machine and says what training needs to know of it. Changes nothing but a file it makes and removes.

    python3 -I doctor.py CONFIG.json

CONFIG.json: {format: 1, disks?: [path…], ports?: [number…], reach?: [{name, url}…], environments?: [path of a Python…]}
Only addresses named in `reach` are asked. Event lines out: {type: "facts", facts: {…}}, {type: "done"}.
Exit codes: 0 done · 2 config · 5 kit changed.
"""
import concurrent.futures
import ctypes
import getpass
import json
import os
import platform
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit.gpus import gpu_facts  # noqa: E402
from looptool_kit.job import DONE, Printed, field, run_script  # noqa: E402
from looptool_kit.manifest import check_kit  # noqa: E402

REACH_SECONDS, IMPORT_SECONDS = 8, 90
PROGRAMS = ("setsid", "git", "tmux", "nvcc", "curl")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
# What an environment's Python is asked; its last line is the answer.
ASK = """
import json, importlib.metadata as m
def version(name):
    try: return m.version(name)
    except Exception: return None
facts = {"modules": {name: version(name) for name in ("torch", "transformers", "trl", "peft", "accelerate", "datasets", "vllm")}}
try:
    import torch
    facts["cuda"] = torch.version.cuda
    facts["gpus"] = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    facts["bf16"] = bool(facts["gpus"]) and torch.cuda.is_bf16_supported()
    import trl, peft
    from trl import GRPOConfig, GRPOTrainer
    facts["problem"] = None
except Exception as error:
    facts["problem"] = f"{type(error).__name__}: {error}"[:500]
print(json.dumps(facts))
"""


def _text(path, most=4096):
    try:
        with open(path, encoding="utf8", errors="replace") as file:
            return file.read(most)
    except OSError:
        return ""


def glibc():
    """Version as text; None where the C library is another one (musl)."""
    try:
        said = ctypes.CDLL("libc.so.6").gnu_get_libc_version
        said.restype = ctypes.c_char_p
        return said().decode()
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
    said = _said(["loginctl", "show-user", "-p", "KillUserProcesses", "-p", "KillOnlyUsers", "-p", "KillExcludeUsers"])
    told = dict(line.split("=", 1) for line in (said or "").splitlines() if "=" in line)
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


def _said(argv, seconds=10):
    try:
        end = subprocess.run(argv, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return end.stdout.decode("utf8", "replace").strip() if end.returncode == 0 else None


def pythons():
    """Pythons of the machine's path, this one first, each once."""
    names = ["python3", *(f"python3.{minor}" for minor in range(14, 9, -1))]
    paths = [sys.executable, *(found for name in names if (found := shutil.which(name)))]
    places = {os.path.realpath(path): path for path in reversed(paths) if path}
    ask = "import sys;print('.'.join(map(str,sys.version_info[:3])))"
    return [{"path": path, "version": _said([path, "-I", "-c", ask])} for path in reversed(places.values())]


def uv():
    for path in (shutil.which("uv"), os.path.expanduser("~/.local/bin/uv"), os.path.expanduser("~/.cargo/bin/uv")):
        if path and os.access(path, os.X_OK):
            said = _said([path, "--version"]) or ""
            return {"path": path, "version": said.split(" ")[1] if said.startswith("uv ") else None}
    return None


def environment(path):
    """What a Python of the user's can import."""
    facts = {"path": path, "modules": {}, "problem": None}
    try:
        end = subprocess.run([path, "-I", "-c", ASK], capture_output=True, timeout=IMPORT_SECONDS, check=False, stdin=subprocess.DEVNULL)
        return {**facts, **json.loads(end.stdout.decode("utf8", "replace").strip().splitlines()[-1])}
    except subprocess.TimeoutExpired:
        return {**facts, "problem": f"no answer in {IMPORT_SECONDS} s"}
    except (OSError, ValueError, IndexError) as error:
        return {**facts, "problem": str(error)[:500]}


def port(number):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as one:
        try:
            one.bind(("127.0.0.1", number))
            return {"port": number, "free": True}
        except (OSError, OverflowError):
            return {"port": number, "free": False}


def reach(target):
    """Whether an address answers at all; an answer that refuses is one too."""
    facts = {"name": str(target.get("name", "")), "url": str(target.get("url", "")), "ok": False, "status": None, "problem": None}
    began = time.monotonic()
    try:
        if not facts["url"].startswith(("http://", "https://")):
            raise ValueError("no http address")
        asked = urllib.request.Request(facts["url"], method="HEAD", headers={"User-Agent": "looptool-doctor"})
        with urllib.request.urlopen(asked, timeout=REACH_SECONDS) as answer:
            facts.update(ok=True, status=answer.status)
    except urllib.error.HTTPError as error:
        facts.update(ok=error.code < 500 and error.code != 407, status=error.code, problem=None if error.code < 500 else error.reason)
    except (OSError, ValueError) as error:
        facts["problem"] = str(getattr(error, "reason", error))[:300]
    return {**facts, "ms": round((time.monotonic() - began) * 1000)}


def facts_of(config):
    targets = [one for one in field(config, "reach", list, []) if isinstance(one, dict)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        reached = pool.map(reach, targets)
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return {
            "format": 1,
            "kit": check_kit(),
            "system": {
                "name": socket.gethostname(), "user": getpass.getuser(), "home": os.path.expanduser("~"), "os": platform.system(),
                "kernel": platform.release(), "machine": platform.machine(), "glibc": glibc(), "openFiles": files,
                "logout": logout(), "container": container(),
            },
            "clock": {"ms": int(time.time() * 1000), "zone": time.strftime("%z")},
            "cpu": {"count": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(), "load": os.getloadavg()[0]},
            "memory": memory(),
            "disks": [disk(path) for path in field(config, "disks", list, ["~/.looptool", tempfile.gettempdir(), "/dev/shm"])],
            "gpu": gpu_facts(),
            "python": {"pythons": pythons(), "uv": uv()},
            "programs": {name: shutil.which(name) for name in PROGRAMS},
            "environments": [environment(path) for path in field(config, "environments", list, [])],
            "ports": [port(number) for number in field(config, "ports", list, [])],
            "proxies": sorted({name.lower() for name in os.environ if name.lower() in PROXIES}),
            "reach": list(reached),
        }


def main(config):
    events = Printed()
    events.say("facts", facts=facts_of(config))
    events.say("done")
    return DONE


if __name__ == "__main__":
    run_script(main, __doc__)
