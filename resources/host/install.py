"""Makes, lists and removes the environments that training runs in, each named by the hash of its lock.

    python3 -I install.py CONFIG.json

CONFIG.json: {format: 1, action: install | list | remove | adopt | verify, lock?: name, root?: folder,
 python?: path, uv?: path, wheels?: folder, index?: URL, name?: an environment's name}
install  into ROOT/<hash>, by uv with every file's hash checked; what was fetched before is not fetched again; complete
         only with looptool.json, which is written last, after the environment has imported what it is for
adopt    a Python of the user's own, after the same check; nothing in it is changed
wheels   a folder of wheels for machines without a way out: nothing is asked of any network
Events: progress {phase, detail?, bytes?, of?} · environment {…} · done · failed {code, detail}
Exit codes: 0 done · 2 config · 4 failed · 5 kit changed.
"""
import hashlib
import os
import shutil
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit import environment as env  # noqa: E402
from looptool_kit.job import Failed, Unusable, carry_out, field, run_script  # noqa: E402

EVERY_SECONDS = 2.0


def find_uv(config):
    given = config.get("uv")
    places = [given] if given else [shutil.which("uv"), *map(os.path.expanduser, ("~/.looptool/bin/uv", "~/.local/bin/uv", "~/.cargo/bin/uv"))]
    found = next((path for path in places if path and os.access(path, os.X_OK)), None)
    if found is None:
        raise Failed("env.noUv", "neither on the path nor in ~/.looptool/bin")
    return found


def _version(python):
    """Major and minor of a Python that may know no torch."""
    try:
        code = "import sys; print(*sys.version_info[:2])"
        end = subprocess.run([python, "-I", "-c", code], capture_output=True, timeout=20, check=False)
        return [int(part) for part in end.stdout.split()]
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return [0]


def find_python(config, lock):
    """A Python that the lock can stand on; a version for uv to find or fetch where the machine has none."""
    wanted = ".".join(map(str, lock["python"]))
    if given := config.get("python"):
        if _version(given) < lock["python"]:
            raise Failed("env.oldPython", given, wanted=wanted)
        return given
    names = [*(f"python3.{minor}" for minor in range(12, lock["python"][1] - 1, -1)), "python3", "python3.13"]
    found = (path for name in names if (path := shutil.which(name)) and _version(path) >= lock["python"])
    return next(found, wanted if "wheels" not in config else None) or _no_python(wanted)


def _no_python(wanted):
    raise Failed("env.oldPython", "none on the path", wanted=wanted)


def watched(argv, events, phase, folder, lock, variables):
    """Runs a program; tells its lines and how much has come, and raises Failed with its last words."""
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=variables)
    ended, words = threading.Event(), []

    def tell():
        while not ended.wait(EVERY_SECONDS):
            events.say("progress", phase=phase, bytes=env.folder_bytes(folder), of=lock["bytes"])

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    for raw in process.stdout:
        line = raw.decode("utf8", "replace").strip()
        words = [*words[-30:], line]
        if line.startswith(("Resolved", "Downloading", "Downloaded", "Prepared", "Installed", "Using")):
            events.say("progress", phase=phase, detail=line[:200])
    code = process.wait()
    ended.set()
    teller.join()
    if code != 0:
        raise install_failure("\n".join(words))


def install_failure(said):
    """What uv's last words mean."""
    low = said.lower()
    if "no space left" in low or "os error 28" in low:
        return Failed("disk.full", said[-1500:])
    if "hash mismatch" in low:
        return Failed("env.hashDiffers", said[-1500:])
    if any(word in low for word in ("error sending request", "dns error", "connection refused", "timed out", "failed to fetch", "network is unreachable")):
        return Failed("env.unreachable", said[-1500:])
    if "not found in the provided" in low or "no solution found" in low or "no wheels with a matching" in low:
        return Failed("env.noWheel", said[-1500:])
    return Failed("env.notMade", said[-1500:])


def install(config, root, events):
    lock = env.read_lock(field(config, "lock", str))
    folder = os.path.join(root, lock["hash"])
    os.makedirs(root, exist_ok=True)
    with env.only_one(folder + ".lock"):
        marker = env.read_marker(folder)
        if marker is None:
            make(config, lock, folder, root, events)
        events.say("progress", phase="verify")
        told = env.ask_python(env.python_of(folder), lock["imports"])
        lacks = env.unfit(told, lock)
        if lacks:
            raise Failed("env.unfit", "; ".join(lacks))
        if marker is None:
            env.write_marker(folder, {"lock": lock["name"], "hash": lock["hash"], "size": env.folder_bytes(folder), **told})
    events.say("environment", name=lock["hash"], folder=folder, python=env.python_of(folder), **told_of(told))


def told_of(told):
    return {"versions": told["versions"], "cuda": told["cuda"], "gpus": told["gpus"]}


def make(config, lock, folder, root, events):
    """Makes the environment anew: of one that an ended try left, some package may be half there and look whole. What was
    fetched lies in the cache and is not fetched again."""
    cache = field(config, "cache", str, os.path.join(root, ".cache"))
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    env.need_room(root, max(0, lock["bytes"] - env.folder_bytes(cache)))
    uv = find_uv(config)
    variables = env.clean_variables()
    # Beside the environments, so that files are linked, not copied, and a second try finds what the first fetched.
    variables["UV_CACHE_DIR"] = cache
    wheels, index = field(config, "wheels", str, None), field(config, "index", str, None)
    if wheels is not None and not os.path.isdir(wheels):
        raise Unusable(f"{wheels!r} is no folder")
    ways = ["--offline", "--no-index", "--find-links", os.path.abspath(wheels)] if wheels else ["--default-index", index] if index else []
    events.say("progress", phase="venv")
    offline = ["--offline"] if wheels else []
    watched([uv, "venv", "--no-project", *offline, "--python", find_python(config, lock), folder], events, "venv", folder, lock, variables)
    sync = [uv, "pip", "sync", "--require-hashes", "--strict", "--no-progress", "--python", env.python_of(folder), *ways, lock["path"]]
    events.say("progress", phase="fetch", bytes=0, of=lock["bytes"])
    watched(sync, events, "fetch", folder, lock, variables)


def adopt(config, root, events):
    """Checks a Python of the user's own."""
    lock, python = env.read_lock(field(config, "lock", str)), field(config, "python", str)
    told = env.ask_python(os.path.expanduser(python), lock["imports"])
    lacks = env.unfit(told, lock)
    if lacks:
        raise Failed("env.unfit", "; ".join(lacks))
    name = "own-" + hashlib.sha256(python.encode("utf8", "surrogateescape")).hexdigest()[:12]
    events.say("environment", name=name, python=python, own=True, **told_of(told))


def verify(config, root, events):
    lock = env.read_lock(field(config, "lock", str))
    folder = os.path.join(root, lock["hash"])
    told = env.ask_python(env.python_of(folder), lock["imports"])
    lacks = [] if env.read_marker(folder) else ["not complete"]
    if lacks := lacks + env.unfit(told, lock):
        raise Failed("env.unfit", "; ".join(lacks))
    events.say("environment", name=lock["hash"], folder=folder, python=env.python_of(folder), **told_of(told))


def listing(config, root, events):
    for one in env.listed(root):
        events.say("environment", **one)


def removal(config, root, events):
    env.remove(root, field(config, "name", str))


ACTIONS = {"install": install, "adopt": adopt, "verify": verify, "list": listing, "remove": removal}


def main(config):
    action = field(config, "action", str, check=ACTIONS.__contains__)
    root = os.path.abspath(os.path.expanduser(field(config, "root", str, "~/.looptool/envs")))
    return carry_out(ACTIONS[action], config, root)


if __name__ == "__main__":
    run_script(main, __doc__)
