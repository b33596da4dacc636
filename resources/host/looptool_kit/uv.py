"""uv, which makes the environments: found on the machine, or brought once to ~/.looptool/bin: its wheel, which holds the
program, from a folder of wheels or from a package index, held to the hash that the kit has of it."""
import hashlib
import http.client
import io
import json
import os
import platform
import re
import shutil
import stat
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from .environment import ENVS
from .failure import Failed
from .job import field

BIN = "~/.looptool/bin"
INDEX = "https://pypi.org/simple"
# Wheels are listed in JSON (PEP 691) or, by older mirrors, in HTML (PEP 503).
ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
SECONDS, MOST = 60, 100 << 20


def find_uv(config):
    """Path of uv, or None."""
    given = config.get("uv")
    places = [given] if given else [shutil.which("uv"), *map(os.path.expanduser, (f"{BIN}/uv", "~/.local/bin/uv", "~/.cargo/bin/uv"))]
    return next((path for path in places if path and os.access(path, os.X_OK)), None)


def wheel_for_here():
    """{file, sha256} of the wheel for this machine. Raises Failed env.noUv."""
    with open(os.path.join(ENVS, "uv.json"), encoding="utf8") as file:
        wheels = json.load(file)["wheels"]
    here = f"{platform.system()}-{platform.machine()}".lower()
    if here not in wheels:
        raise Failed("env.noUv", f"none is known for {here}")
    return wheels[here]


def bring_uv(config, events):
    """Path of uv, brought where the machine has none. Raises Failed env.noUv, env.unreachable, env.hashDiffers."""
    found = find_uv(config)
    if found or config.get("uv"):
        return found or _none(f"{config['uv']} is no program")
    events.say("progress", phase="uv")
    wheel, wheels = wheel_for_here(), field(config, "wheels", str, None)
    data = _read(wheels, wheel["file"]) if wheels else _fetch(field(config, "index", str, INDEX), wheel["file"])
    if hashlib.sha256(data).hexdigest() != wheel["sha256"]:
        raise Failed("env.hashDiffers", wheel["file"])
    return _unpack(data)


def _none(why):
    raise Failed("env.noUv", why)


def _read(folder, name):
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except OSError:
        return _none(f"{name} is not among the wheels")


def _fetch(index, name):
    page = f"{index.rstrip('/')}/uv/"
    listing = _get(page, ACCEPT).decode("utf8", "replace")
    found = re.search(r"[\"']([^\"'\s]*" + re.escape(name) + r")(?:#[^\"']*)?[\"']", listing.replace(f'"{name}"', ""))
    return _get(urllib.parse.urljoin(page, found[1]), "*/*") if found else _none(f"{page} does not list {name}")


def _get(url, accept):
    request = urllib.request.Request(url, headers={"Accept": accept, "User-Agent": "looptool-kit"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.read(MOST)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Failed("env.unreachable", f"{url}: {getattr(error, 'reason', error)}"[:500]) from None


def _unpack(data):
    """Writes the wheel's one program whole or not at all, and returns its path."""
    folder = os.path.expanduser(BIN)
    os.makedirs(folder, exist_ok=True)
    path, beside = os.path.join(folder, "uv"), os.path.join(folder, f".uv-{os.getpid()}")
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        name = next((one for one in wheel.namelist() if one.endswith(".data/scripts/uv")), None) or _none("its wheel holds no program")
        try:
            with open(beside, "wb") as out:
                out.write(wheel.read(name))
            os.chmod(beside, stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
            os.replace(beside, path)
        except OSError:
            if os.path.exists(beside):
                os.remove(beside)
            raise
    return path
