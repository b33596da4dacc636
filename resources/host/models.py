"""Models on this machine: fetched from a hub, uploaded, or taken from a folder; checked, listed, removed.

    python3 -I models.py CONFIG.json

CONFIG.json: {format: 1, action: look | fetch | place | finish | adopt | check | list | remove, root?: folder, name: "org/model",
 hub?: address, revision?: "main", token?: "stdin" | path of a file that only its owner may read, path?: folder,
 checksums?: {file: sha256}, sizes?: {file: bytes}, spare?: bytes that must stay free, told?: folder}
look    what the hub says of a model: licence, size; nothing is fetched
fetch   into ROOT/<name>, going on behind what an earlier try has left; complete only with looptool.json, written last
place   where an upload goes, and which of its files are not there yet
finish  files that were uploaded to ROOT/<name>: checked against `checksums`, then complete
adopt   a folder that is there already; nothing in it is changed
told    a folder whose events.jsonl hears everything as well
Events: progress {phase, bytes, of, file} · model {name, folder, bytes, licence, parameters, …} · room {free} ·
 freed {bytes} · done · failed {code, detail}
Exit codes: 0 done · 2 config · 4 failed · 5 kit changed.
"""
import contextlib
import json
import os
import shutil
import stat
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit import weights  # noqa: E402
from looptool_kit.environment import folder_bytes, need_room, only_one  # noqa: E402
from looptool_kit.hub import Hub  # noqa: E402
from looptool_kit.failure import Failed, Unusable  # noqa: E402
from looptool_kit.job import carry_out, field, now, run_script, write_whole  # noqa: E402

EVERY_SECONDS = 1.0
SPARE = 1 << 30
TOKEN_MOST = 4096


def read_token(config):
    """The token, which stands neither in the config nor in an argument."""
    way = field(config, "token", str, None)
    if way is None:
        return None
    if way == "stdin":
        token = sys.stdin.readline(TOKEN_MOST)
    else:
        path = os.path.expanduser(way)
        with open(path, encoding="utf8") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise Unusable(f"{path!r} may be read by others; chmod 600 it")
            token = file.readline(TOKEN_MOST)
    token = token.strip()
    if not token.isascii() or not token.isprintable() or not token:
        raise Unusable("the token is empty or no token")
    return token


def place_of(root, config):
    name = field(config, "name", str, check=lambda value: 0 < len(value) <= 300)
    return name, os.path.join(root, weights.folder_name(name))


def read_marker(folder):
    try:
        with open(os.path.join(folder, weights.MARKER), encoding="utf8") as file:
            marker = json.load(file)
        return marker if marker.get("format") == 1 else None
    except (OSError, ValueError, AttributeError):
        return None


def complete(folder, name, events, **facts):
    """Writes the marker once the folder holds a whole model, and tells it."""
    seen = weights.look_at(folder)
    marker = {"format": 1, "name": name, "at": now(), **facts}
    write_whole(os.path.join(folder, weights.MARKER), json.dumps(marker, indent=1) + "\n")
    tell(events, name, folder, marker, seen)


def tell(events, name, folder, marker, seen):
    facts = {key: marker.get(key) for key in ("hub", "revision", "licence", "path") if marker.get(key)}
    events.say("model", name=name, folder=folder, complete=True, **{**facts, **seen})


def look(config, root, events):
    name, folder = place_of(root, config)
    told = hub_of(config).about(name, field(config, "revision", str, "main"))
    size = sum(one["size"] for one in told["files"])
    events.say("model", name=name, folder=folder, complete=read_marker(folder) is not None, bytes=size, files=len(told["files"]),
               licence=told["licence"], revision=told["revision"], gated=told["gated"], hub=config_hub(config))
    room(root, events)


def room(root, events):
    events.say("room", folder=root, free=shutil.disk_usage(root).free)


def config_hub(config):
    return field(config, "hub", str, "https://huggingface.co").rstrip("/")


def hub_of(config):
    return Hub(config_hub(config), read_token(config))


def fetch(config, root, events):
    name, folder = place_of(root, config)
    hub = hub_of(config)
    told = hub.about(name, field(config, "revision", str, "main"))
    os.makedirs(folder, exist_ok=True)
    with only_one(folder + ".lock"):
        marker = read_marker(folder)
        if marker and marker.get("revision") == told["revision"]:
            return tell(events, name, folder, marker, weights.look_at(folder))
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder, weights.MARKER))
        total = sum(one["size"] for one in told["files"])
        wanted = [one for one in told["files"] if not is_there(folder, one)]
        have = total - sum(one["size"] for one in wanted) + sum(part_size(folder, one) for one in wanted)
        need_room(folder, total - have + field(config, "spare", int, SPARE))
        clock = {"bytes": have, "at": 0.0}

        def heard(count, file):
            clock["bytes"] += count
            if time.monotonic() - clock["at"] >= EVERY_SECONDS:
                clock["at"] = time.monotonic()
                events.say("progress", phase="fetch", bytes=clock["bytes"], of=total, file=file)

        events.say("progress", phase="fetch", bytes=have, of=total)
        for one in wanted:
            target = os.path.join(folder, one["name"])
            hub.fetch(name, told["revision"], one, target, lambda count, file=one["name"]: heard(count, file))
        events.say("progress", phase="verify")
        complete(folder, name, events, hub=hub.address, revision=told["revision"], licence=told["licence"],
                 files={one["name"]: [one["way"], one["digest"]] for one in told["files"]})


def part_size(folder, one):
    with contextlib.suppress(OSError):
        return min(one["size"], os.path.getsize(os.path.join(folder, one["name"] + ".part")))
    return 0


def is_there(folder, one):
    """Whether an earlier try fetched a file whole; its checksum was checked before it got its name."""
    with contextlib.suppress(OSError):
        return os.path.getsize(os.path.join(folder, one["name"])) == one["size"]
    return False


def checked(folder, files):
    """Raises Failed model.damaged for the first file that is not what it should be."""
    for name, (way, wanted) in files.items():
        path = os.path.join(folder, name)
        if not weights.is_plain_path(name) or not os.path.isfile(path) or weights.digest(path, way) != wanted:
            raise Failed("model.damaged", f"{name} is not what was sent", model=folder)


def place(config, root, events):
    name, folder = place_of(root, config)
    sums, sizes = field(config, "checksums", dict), field(config, "sizes", dict)
    marker = read_marker(folder)
    if marker and marker.get("path"):
        raise Failed("model.otherThere", marker["path"], model=name)
    os.makedirs(folder, exist_ok=True)
    lacks = [file for file in sums if not is_there(folder, {"name": file, "size": sizes[file]}) or weights.digest(os.path.join(folder, file), "sha256") != sums[file]]
    if lacks:
        # From here on it is no whole model, whatever it was before.
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder, weights.MARKER))
    missing = sum(sizes[file] - part_size(folder, {"name": file, "size": sizes[file]}) for file in lacks)
    need_room(folder, missing + field(config, "spare", int, SPARE))
    events.say("place", folder=folder, lacks=lacks, missing=missing)


def finish(config, root, events):
    name, folder = place_of(root, config)
    files = {file: ["sha256", str(wanted)] for file, wanted in field(config, "checksums", dict).items()}
    events.say("progress", phase="verify")
    checked(folder, files)
    complete(folder, name, events, files=files)


def adopt(config, root, events):
    name, folder = place_of(root, config)
    events.say("progress", phase="verify")
    path = os.path.abspath(os.path.expanduser(field(config, "path", str)))
    seen = weights.look_at(path)
    os.makedirs(folder, exist_ok=True)
    if not (read_marker(folder) or {}).get("path") and os.listdir(folder):
        raise Failed("model.otherThere", folder, model=name)
    marker = {"format": 1, "name": name, "at": now(), "path": path}
    write_whole(os.path.join(folder, weights.MARKER), json.dumps(marker, indent=1) + "\n")
    tell(events, name, path, marker, seen)


def check(config, root, events):
    name, folder = place_of(root, config)
    marker = read_marker(folder)
    if marker is None:
        raise Failed("model.notComplete", folder, model=name)
    place = marker.get("path") or folder
    checked(place, marker.get("files") or {})
    tell(events, name, place, marker, weights.look_at(place))


def listing(config, root, events):
    for entry in sorted(os.listdir(root)) if os.path.isdir(root) else []:
        folder = os.path.join(root, entry)
        if not os.path.isdir(folder):
            continue
        marker = read_marker(folder)
        try:
            if marker is None:
                raise Failed("model.notComplete")
            place = marker.get("path") or folder
            tell(events, marker["name"], place, marker, weights.look_at(place))
        except Failed as failed:
            size = sum(file.stat().st_size for file in os.scandir(folder) if file.is_file(follow_symlinks=False))
            named = (marker or {}).get("name") or weights.name_of(entry)
            events.say("model", name=named, folder=folder, complete=False, bytes=size, problem=failed.code, detail=failed.detail)
    room(root, events)


def remove(config, root, events):
    _, folder = place_of(root, config)
    with only_one(folder + ".lock"):
        freed = folder_bytes(folder)
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder, weights.MARKER))
        if os.path.isdir(folder):
            shutil.rmtree(folder)
    os.remove(folder + ".lock")
    events.say("freed", bytes=freed)


ACTIONS = {"look": look, "fetch": fetch, "place": place, "finish": finish, "adopt": adopt, "check": check, "list": listing, "remove": remove}


def main(config):
    action = field(config, "action", str, check=ACTIONS.__contains__)
    root = os.path.abspath(os.path.expanduser(field(config, "root", str, "~/.looptool/models")))
    os.makedirs(root, exist_ok=True)
    return carry_out(ACTIONS[action], config, root)


if __name__ == "__main__":
    run_script(main, __doc__)
