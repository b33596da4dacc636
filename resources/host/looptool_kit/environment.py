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

from .failure import Failed, Unusable
from .job import now, write_whole
from .manifest import KIT

MARKER, ENVS = "looptool.json", os.path.join(KIT, "envs")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
# An environment that was made, and a Python of the user's own.
HASH, OWN = re.compile(r"[0-9a-f]{16}"), re.compile(r"own-[0-9a-f]{12}")
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


def locks():
    """Every lock of the kit."""
    names = sorted(name[: -len(".lock")] for name in os.listdir(ENVS) if name.endswith(".lock"))
    return [{**lock, "versions": pinned(lock)} for lock in map(read_lock, names)]


def pinned(lock):
    """The very versions of what a lock is for, as its file has them."""
    with open(lock["path"], encoding="utf8") as file:
        found = dict(re.findall(r"^([\w.-]+)==([\w.+!-]+)", file.read(), re.MULTILINE))
    return {name: found.get(name, wanted) for name, wanted in lock["versions"].items()}


def own_name(python):
    return "own-" + hashlib.sha256(python.encode("utf8", "surrogateescape")).hexdigest()[:12]


def told_of(told):
    """What events say of a Python that was asked."""
    return {"pythonVersion": told["python"], "versions": told["versions"], "cuda": told["cuda"], "gpus": told["gpus"]}


def described(folder, marker):
    """An environment as events tell of it."""
    name, marker = os.path.basename(folder), marker or {}
    own = bool(OWN.fullmatch(name))
    python = marker.get("path") or python_of(folder)
    problem = None if os.path.exists(python) or not marker else f"{python} is gone"
    return {
        "name": name, "folder": None if own else folder, "python": python, "own": own, "complete": bool(marker),
        "bytes": 0 if own else folder_bytes(folder), "lock": marker.get("lock"), "problem": problem,
        **told_of({"python": None, "versions": {}, "cuda": None, "gpus": 0, **marker}),
    }


def listed(root):
    """Environments below a root: complete ones, halves, and adopted Pythons."""
    try:
        names = sorted(os.listdir(root))
    except FileNotFoundError:
        return []
    folders = [os.path.join(root, name) for name in names if HASH.fullmatch(name) or OWN.fullmatch(name)]
    return [described(folder, read_marker(folder)) for folder in folders if os.path.isdir(folder)]


def users_of(folder):
    """Processes that run from an environment, where the system tells: a training would end with it."""
    found = []
    for pid in filter(str.isdecimal, os.listdir("/proc") if os.path.isdir("/proc/self") else []):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as file:
            if file.read(4096).split(b"\0")[0].startswith(os.fsencode(folder) + b"/"):
                found.append(int(pid))
    return found


def _is_free(path):
    with contextlib.suppress(Failed), only_one(path):
        return True
    return False


def remove(root, name):
    """Removes an environment; its marker first, so that none is ever half there. Returns the bytes that are free for it.
    Raises Unusable for another name."""
    if not HASH.fullmatch(name) and not OWN.fullmatch(name):
        raise Unusable(f"{name!r} is no environment's name")
    if not os.path.isdir(root):
        return 0
    folder, before = os.path.join(root, name), folder_bytes(root)
    if users := users_of(folder):
        raise Failed("env.inUse", f"processes {users[:10]}", count=len(users))
    with only_one(folder + ".lock"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder, MARKER))
        if os.path.isdir(folder):
            shutil.rmtree(folder)
    os.remove(folder + ".lock")
    # What uv kept holds the same bytes by another name. Other environments have theirs; one in the making is not disturbed.
    if all(_is_free(os.path.join(root, other)) for other in os.listdir(root) if other.endswith(".lock")):
        shutil.rmtree(os.path.join(root, ".cache"), ignore_errors=True)
    return before - folder_bytes(root)
