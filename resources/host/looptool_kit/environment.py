"""Environments of the kit: what a lock asks for, where its environment lies, and whether a Python can train."""
import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess

from .job import Failed, Unusable, now, write_whole
from .manifest import KIT

MARKER, ENVS = "looptool.json", os.path.join(KIT, "envs")
NAME, HASH = re.compile(r"[a-z0-9][a-z0-9-]{0,40}"), re.compile(r"[0-9a-f]{16}")
IMPORT_SECONDS = 300
# What a Python is asked; its last line is the answer. Names come as an argument, never as code.
ASK = """
import importlib, importlib.metadata, json, sys
told = {"python": list(sys.version_info[:3]), "versions": {}, "problem": None, "cuda": None, "gpus": 0}
for asked in sys.argv[1:]:
    name, _, part = asked.partition(":")
    try:
        module = importlib.import_module(name)
        getattr(module, part) if part else None
        told["versions"][name] = importlib.metadata.version(name)
        if name == "torch":
            told["cuda"], told["gpus"] = module.version.cuda, module.cuda.device_count() if module.cuda.is_available() else 0
    except BaseException as error:
        told["problem"] = f"{asked}: {type(error).__name__}: {error}"[:500]
        break
print(json.dumps(told))
"""


def read_lock(name):
    """A lock of the kit with its file and hash. Raises Unusable for a name that is none."""
    if not NAME.fullmatch(name) or not os.path.isfile(os.path.join(ENVS, name + ".json")):
        raise Unusable(f"the kit has no lock {name!r}")
    with open(os.path.join(ENVS, name + ".json"), encoding="utf8") as file:
        lock = json.load(file)
    path = os.path.join(ENVS, name + ".lock")
    with open(path, "rb") as file:
        return {**lock, "path": path, "hash": hashlib.sha256(file.read()).hexdigest()[:16]}


def python_of(folder):
    return os.path.join(folder, "bin", "python")


def clean_variables():
    """The environment's variables without those that would lead Python or uv elsewhere."""
    foreign = ("PYTHON", "VIRTUAL_ENV", "CONDA", "UV_", "PIP_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


def ask_python(path, imports):
    """What a Python can import: {python, versions, problem, cuda, gpus}."""
    try:
        end = subprocess.run(
            [path, "-I", "-B", "-c", ASK, *imports], capture_output=True, timeout=IMPORT_SECONDS, check=False,
            stdin=subprocess.DEVNULL, env=clean_variables(),
        )
        return json.loads(end.stdout.decode("utf8", "replace").strip().splitlines()[-1])
    except subprocess.TimeoutExpired:
        problem = f"no answer in {IMPORT_SECONDS} s"
    except (OSError, ValueError, IndexError) as error:
        problem = str(error)
    return {"python": None, "versions": {}, "problem": problem[:500], "cuda": None, "gpus": 0}


def _numbers(version):
    return [int(part) for part in re.findall(r"\d+", str(version))[:3]]


def unfit(told, lock):
    """What a Python lacks of a lock's needs, as texts; empty where it can train."""
    if told["problem"]:
        return [told["problem"]]
    lacks = [] if told["python"] and told["python"][:2] >= lock["python"] else ["python " + ".".join(map(str, lock["python"]))]
    for name, wanted in lock["versions"].items():
        # TRL's inner workings change from one release to the next: it alone must be of the same one.
        have, need = _numbers(told["versions"].get(name, "0")), _numbers(wanted)
        if (have[:2] != need[:2]) if name == "trl" else have < need:
            lacks.append(f"{name} {told['versions'].get(name, 'none')}, wanted {wanted}")
    return lacks


def folder_bytes(folder):
    """Bytes on disk below a folder; a file with several names counts once."""
    total, seen = 0, set()
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                stat = os.lstat(os.path.join(place, name))
                if (stat.st_dev, stat.st_ino) not in seen:
                    seen.add((stat.st_dev, stat.st_ino))
                    total += stat.st_blocks * 512
    return total


def need_room(folder, wanted):
    """Raises Failed disk.tooSmall where the disk below a folder has less free than wanted."""
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise Failed("disk.tooSmall", f"{free} bytes free, {wanted} wanted", folder=folder, free=free, wanted=wanted)


@contextlib.contextmanager
def only_one(path):
    """One process at a time; the system drops the lock with its holder. Raises Failed kit.busy."""
    with open(path, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            raise Failed("kit.busy", path) from None
        yield


def read_marker(folder):
    """What a complete environment says of itself; None for one that is not complete."""
    try:
        with open(os.path.join(folder, MARKER), encoding="utf8") as file:
            marker = json.load(file)
        return marker if marker.get("format") == 1 else None
    except (OSError, ValueError, AttributeError):
        return None


def write_marker(folder, facts):
    write_whole(os.path.join(folder, MARKER), json.dumps({"format": 1, "at": now(), **facts}, indent=1) + "\n")


def listed(root):
    """Environments below a root: complete ones, halves, and adopted Pythons."""
    try:
        names = sorted(os.listdir(root))
    except FileNotFoundError:
        return []
    found = []
    for name in names:
        folder = os.path.join(root, name)
        if os.path.isdir(folder) and HASH.fullmatch(name):
            marker = read_marker(folder)
            found.append({"name": name, "folder": folder, "complete": marker is not None, "bytes": folder_bytes(folder), **(marker or {})})
    return found


def remove(root, name):
    """Removes an environment; its marker first, so that none is ever half there. Raises Unusable for another name."""
    if not HASH.fullmatch(name):
        raise Unusable(f"{name!r} is no environment's name")
    folder = os.path.join(root, name)
    with only_one(folder + ".lock"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder, MARKER))
        if os.path.isdir(folder):
            shutil.rmtree(folder)
    os.remove(folder + ".lock")
    if not listed(root):
        # What uv kept for the next one; with the last environment it goes too.
        shutil.rmtree(os.path.join(root, ".cache"), ignore_errors=True)
