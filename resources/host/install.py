"""Makes, lists and removes the environments that training runs in, each named by the hash of its lock.

    python3 -I install.py CONFIG.json

CONFIG.json: {format: 1, action: install | list | remove | adopt | verify | platform, lock?: name, root?: folder,
 python?: path, uv?: path, wheels?: folder, index?: URL, name?: an environment's name, told?: folder}
install  into ROOT/<hash>, by uv with every file's hash checked; what was fetched before is not fetched again; complete
         only with looptool.json, which is written last, after the environment has imported what it is for
adopt    a Python of the user's own, after the same check; it is remembered, nothing in it is changed
platform which wheels this machine takes: asked before they are carried here
wheels   a folder of wheels for machines without a way out: nothing is asked of any network
told     a folder whose events.jsonl hears everything as well
Events: progress {phase, detail?, bytes?, of?} · environment {…} · lock {…} · room {free, uv} · platform {…} ·
 freed {bytes} · done · failed {code, detail}
Exit codes: 0 done · 2 config · 4 failed · 5 kit changed.
"""
import json
import os
import shutil
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit import environment as env  # noqa: E402
from looptool_kit.failure import Failed, Unusable  # noqa: E402
from looptool_kit.job import carry_out, field, run_script  # noqa: E402
from looptool_kit.uv import bring_uv, find_uv  # noqa: E402

EVERY_SECONDS = 2.0


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


def watched(argv, events, phase, folders, lock, variables):
    """Runs a program; tells its lines and how much has come (to the fuller of the folders: what is fetched is linked from one
    to the other at the end), and raises Failed with its last words."""
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=variables)
    ended, words = threading.Event(), []

    def tell():
        while not ended.wait(EVERY_SECONDS):
            events.say("progress", phase=phase, bytes=max(map(env.folder_bytes, folders)), of=lock["bytes"])

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
    events.say("environment", **env.described(folder, env.read_marker(folder)))


def make(config, lock, folder, root, events):
    """Makes the environment anew: of one that an ended try left, some package may be half there and look whole. What was
    fetched lies in the cache and is not fetched again."""
    cache = field(config, "cache", str, os.path.join(root, ".cache"))
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    env.need_room(root, max(0, lock["bytes"] - env.folder_bytes(cache)))
    uv = bring_uv(config, events)
    variables = env.clean_variables()
    # Beside the environments, so that files are linked, not copied, and a second try finds what the first fetched.
    variables["UV_CACHE_DIR"] = cache
    # The machine's own certificates: a proxy that looks into what passes shows one of its house. (The second is its older name.)
    variables["UV_SYSTEM_CERTS"] = variables["UV_NATIVE_TLS"] = "1"
    wheels, index = field(config, "wheels", str, None), field(config, "index", str, None)
    if wheels is not None and not os.path.isdir(wheels):
        raise Unusable(f"{wheels!r} is no folder")
    ways = ["--offline", "--no-index", "--find-links", os.path.abspath(wheels)] if wheels else ["--default-index", index] if index else []
    events.say("progress", phase="venv")
    offline = ["--offline"] if wheels else []
    watched([uv, "venv", "--no-project", *offline, "--python", find_python(config, lock), folder], events, "venv", [folder], lock, variables)
    sync = [uv, "pip", "sync", "--require-hashes", "--strict", "--no-progress", "--python", env.python_of(folder), *ways, lock["path"]]
    events.say("progress", phase="fetch", bytes=0, of=lock["bytes"])
    watched(sync, events, "fetch", [folder, cache], lock, variables)


def adopt(config, root, events):
    """Checks a Python of the user's own."""
    lock, python = env.read_lock(field(config, "lock", str)), field(config, "python", str)
    # Not resolved: an environment's interpreter is a link, and is told by its place.
    python = os.path.abspath(os.path.expanduser(python))
    events.say("progress", phase="verify")
    told = env.ask_python(python, lock["imports"])
    if lacks := env.unfit(told, lock):
        raise Failed("env.unfit", "; ".join(lacks))
    folder = os.path.join(root, env.own_name(python))
    os.makedirs(folder, exist_ok=True)
    env.write_marker(folder, {"path": python, "lock": lock["name"], **told})
    events.say("environment", **env.described(folder, env.read_marker(folder)))


def verify(config, root, events):
    lock = env.read_lock(field(config, "lock", str))
    folder = os.path.join(root, lock["hash"])
    told = env.ask_python(env.python_of(folder), lock["imports"])
    lacks = [] if env.read_marker(folder) else ["not complete"]
    if lacks := lacks + env.unfit(told, lock):
        raise Failed("env.unfit", "; ".join(lacks))
    events.say("environment", **env.described(folder, env.read_marker(folder)))


def listing(config, root, events):
    os.makedirs(root, exist_ok=True)
    for lock in env.locks():
        events.say("lock", **{name: lock[name] for name in ("name", "hash", "python", "bytes", "download", "driver", "versions") if name in lock})
    for one in env.listed(root):
        events.say("environment", **one)
    events.say("room", folder=root, free=shutil.disk_usage(root).free, uv=find_uv(config) is not None)


def removal(config, root, events):
    events.say("freed", bytes=env.remove(root, field(config, "name", str)))


ASK_PLATFORM = """
import json, os, platform, sys
libc = platform.libc_ver()
mac = platform.mac_ver()[0]
print(json.dumps({"python": list(sys.version_info[:3]), "implementation": sys.implementation.name, "system": platform.system(),
 "machine": platform.machine(), "platform": sys.platform, "os": os.name, "libc": libc[0] or None, "libcVersion": libc[1], "mac": mac}))
"""


def tell_platform(config, root, events):
    lock = env.read_lock(field(config, "lock", str))
    # Nothing can be fetched where wheels are carried: the Python must be there.
    python = find_python({**config, "wheels": True}, lock)
    end = subprocess.run([python, "-I", "-c", ASK_PLATFORM], capture_output=True, timeout=60, check=False, env=env.clean_variables())
    try:
        told = json.loads(end.stdout)
    except ValueError:
        raise Failed("env.oldPython", end.stderr.decode("utf8", "replace")[-500:], wanted=".".join(map(str, lock["python"]))) from None
    events.say("platform", interpreter=python, uv=find_uv(config) is not None, **told)


ACTIONS = {"install": install, "adopt": adopt, "verify": verify, "list": listing, "remove": removal, "platform": tell_platform}


def main(config):
    action = field(config, "action", str, check=ACTIONS.__contains__)
    root = os.path.abspath(os.path.expanduser(field(config, "root", str, "~/.looptool/envs")))
    return carry_out(ACTIONS[action], config, root)


if __name__ == "__main__":
    run_script(main, __doc__)
