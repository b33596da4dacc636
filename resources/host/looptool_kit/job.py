"""What every script of the kit does alike: reads one JSON config, tells events, ends with a documented code.

    python3 -I SCRIPT.py CONFIG.json    (- reads the config from standard input)

Exit codes: 0 done · 2 the config cannot be used · 3 stopped as asked, everything kept · 4 failed, and the last event
says why (`code`, `detail`) · 5 the kit is not what its manifest says.
"""
import contextlib
import datetime
import errno
import io
import json
import os
import sys

from .failure import Failed, Unusable
from .manifest import check_kit

DONE, USAGE, STOPPED, FAILED, CHANGED = 0, 2, 3, 4, 5
FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_WORDS = ("no space left", "os error 28", "disk quota", "os error 122", "file write failed", "unexpected pos")


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path, text):
    """Writes a file whole or not at all, and on disk when it returns."""
    beside = path + ".new"
    try:
        with open(beside, "w", encoding="utf8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.remove(beside)
        raise
    sync_folder(os.path.dirname(path) or ".")


def cut_torn(path):
    """Cuts a last line that a kill left without its end. Returns the whole lines' bytes."""
    with open(path, "ab+") as file:
        size = file.seek(0, os.SEEK_END)
        end, block = size, 1 << 16
        while end > 0:
            start = max(0, end - block)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                end = start + found + 1
                break
            end = start
        if end < size:
            file.truncate(end)
        return end


class LineFile:
    """One file of JSON lines; a line is on disk when `add` returns."""

    def __init__(self, path):
        self.path = path
        cut_torn(path)

    def add(self, value):
        line = json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"
        start = os.path.getsize(self.path)
        try:
            with open(self.path, "ab", buffering=0) as file:
                data = line.encode("utf8", "surrogatepass")
                if file.write(data) != len(data):
                    raise OSError(errno.ENOSPC, "no space left for a whole line")
                os.fsync(file.fileno())
        except OSError:
            # What a full disk took of the line is given back.
            with contextlib.suppress(OSError):
                os.truncate(self.path, start)
            raise


class Events:
    """events.jsonl of a job folder, numbered on behind what stands there; each is printed too."""

    def __init__(self, folder):
        self.lines = LineFile(os.path.join(folder, "events.jsonl"))
        with open(self.lines.path, "rb") as file:
            told = [line for line in file if line.strip()]
        self.seq = len(told)
        self.attempt = 1 + sum(b'"type": "started"' in line or b'"type":"started"' in line for line in told)

    def say(self, kind, /, **facts):
        event = {"seq": self.seq + 1, "at": now(), "type": kind, **facts}
        self.lines.add(event)
        self.seq += 1
        with contextlib.suppress(OSError, ValueError):
            print(json.dumps(event, ensure_ascii=True), flush=True)

    def started(self):
        self.say("started", attempt=self.attempt)


class Printed:
    """Events of a script that has no folder: lines on standard output."""

    def __init__(self):
        self.seq = 0

    def say(self, kind, /, **facts):
        self.seq += 1
        print(json.dumps({"seq": self.seq, "at": now(), "type": kind, **facts}, ensure_ascii=True), flush=True)


def is_full_disk(error):
    return getattr(error, "errno", None) in FULL or any(word in str(error).lower() for word in FULL_WORDS)


def read_config(argv, usage):
    """The config of a script as a dict. Raises Unusable."""
    if len(argv) != 2 or argv[1] in ("-h", "--help"):
        raise Unusable(usage)
    try:
        if argv[1] == "-":
            text = sys.stdin.read().lstrip()
            config, end = json.JSONDecoder().raw_decode(text)
            # What follows the config is the script's own input.
            sys.stdin = io.StringIO(text[end:].lstrip())
        else:
            with open(argv[1], encoding="utf8") as file:
                config = json.load(file)
    except (OSError, ValueError) as error:
        raise Unusable(f"{argv[1]!r} cannot be read: {error}") from None
    if not isinstance(config, dict) or config.get("format") != 1:
        raise Unusable(f"{argv[1]!r} is no config of format 1")
    config.setdefault("folder", os.path.dirname(os.path.abspath(argv[1])))
    return config


def field(config, name, kind, default=Unusable, check=None):
    """One value of a config, of its type. Raises Unusable."""
    value = config.get(name)
    if value is None:
        if default is Unusable:
            raise Unusable(f"the config lacks {name!r}")
        return default
    number = kind is float and type(value) is int
    if (type(value) is not kind and not number) or (check is not None and not check(value)):
        raise Unusable(f"{name!r} of the config is not usable: {value!r}")
    return value


def carry_out(work, config, root):
    """Does `work(config, root, events)`, its events and its end told on standard output, and in the events.jsonl of the
    folder that `told` names. Returns an exit code."""
    told = field(config, "told", str, None)
    events = Events(os.path.expanduser(told)) if told else Printed()
    try:
        if told:
            events.started()
        work(config, root, events)
        events.say("done")
        return DONE
    except (Failed, OSError) as error:
        failed = told_failure(error)
        events.say("failed", code=failed.code, values=failed.values, detail=failed.detail)
        return FAILED


def run_script(main, usage):
    """Runs a script's `main(config)` after the kit has checked itself, and ends with its code."""
    try:
        check_kit()
        config = read_config(sys.argv, usage)
        sys.exit(main(config))
    except Unusable as error:
        print(error, file=sys.stderr)
        sys.exit(USAGE)
    except Failed as error:
        print(error, file=sys.stderr)
        sys.exit(CHANGED if error.code == "kit.changed" else FAILED)


def told_failure(error):
    """Any error as one that events can tell."""
    if isinstance(error, Failed):
        return error
    if is_full_disk(error):
        return Failed("disk.full", str(error))
    if isinstance(error, MemoryError):
        return Failed("training.outOfMemory", "main memory")
    return Failed("kit.unexpected", f"{type(error).__name__}: {error}"[:2000])
