"""Looks at a machine and says what training needs to know of it. Changes nothing but a file it makes and removes.

    python3 -I doctor.py CONFIG.json

CONFIG.json: {format: 1, disks?: [path…], ports?: [number…], reach?: [{name, url}…], environments?: [path of a Python…]}
Only addresses named in `reach` are asked. Event lines out: {type: "facts", facts: {…}}, {type: "done"}.
Exit codes: 0 done · 2 config · 5 kit changed.
"""
import concurrent.futures
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
from looptool_kit.machine import container, disk, glibc, logout, memory, said  # noqa: E402
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


def pythons():
    """Pythons of the machine's path, this one first, each once."""
    names = ["python3", *(f"python3.{minor}" for minor in range(14, 9, -1))]
    paths = [sys.executable, *(found for name in names if (found := shutil.which(name)))]
    places = {os.path.realpath(path): path for path in reversed(paths) if path}
    ask = "import sys;print('.'.join(map(str,sys.version_info[:3])))"
    return [{"path": path, "version": said([path, "-I", "-c", ask])} for path in reversed(places.values())]


def uv():
    for path in (shutil.which("uv"), *map(os.path.expanduser, ("~/.looptool/bin/uv", "~/.local/bin/uv", "~/.cargo/bin/uv"))):
        if path and os.access(path, os.X_OK):
            answer = said([path, "--version"]) or ""
            return {"path": path, "version": answer.split(" ")[1] if answer.startswith("uv ") else None}
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
