"""Starts a program that goes on by itself, says how it stands, ends it. Each attempt is started once, ever, and no two live
at a time.

    python3 -I detach.py CONFIG.json

CONFIG.json: {format: 1, act: "start" | "look" | "end", folder, attempt, argv, env?: {NAME: value}, secret?, gpuSeconds?, grace?}
secret goes to the program's standard input through a pipe: it stands in no file, argument or variable.
In the folder: attempts/<N>/ (made by mkdir, which is the claim); of the latest attempt pid ("PID TICKS BOOT" of the group's
leader), log (added to) and rc ("CODE", and "memory" where the system ended it for want of that); gpu.jsonl, the use of the
GPUs meanwhile; detach.lock, which the system drops with the last process that belongs to the attempt.
One line out: {type: "stands", state: "none" | "running" | "ended", attempt, started, code, memory, rebooted, at}; a code above
128 is 128 + the signal that ended it, `at` the time here. A folder that is not there holds none.
Exit codes: 0 done · 2 config · 4 it could not be started · 5 kit changed.
"""
import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from looptool_kit.failure import Unusable  # noqa: E402
from looptool_kit.gpus import gpu_use  # noqa: E402
from looptool_kit.job import DONE, FAILED, LineFile, field, now, run_script, write_whole  # noqa: E402
from looptool_kit.machine import boot_id  # noqa: E402
from looptool_kit.memory import end_of  # noqa: E402

LOCK = "detach.lock"
KILL_SECONDS, SECRET_MOST = 10, 8192


def last_attempt(folder):
    try:
        names = os.listdir(os.path.join(folder, "attempts"))
    except FileNotFoundError:
        return 0
    return max((int(name) for name in names if name.isdecimal()), default=0)


def _words(path):
    try:
        with open(path, encoding="utf8", errors="replace") as file:
            return file.read(400).split()
    except OSError:
        return []


def _whole(words, index=0):
    return int(words[index]) if len(words) > index and words[index].isdecimal() else None


def _stat(pid):
    """(process group, start time) of a process that is no zombie; None where there is none."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf8", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return None if fields[0] in "ZX" else (int(fields[2]), fields[19])
    except (OSError, IndexError, ValueError):
        pass
    if os.path.isdir("/proc/self"):
        return None
    said = subprocess.run(["ps", "-o", "pgid=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.split(None, 1)
    return (int(said[0]), said[1].strip().replace(" ", "_")) if len(said) == 2 else None


def take_lock(folder):
    """The lock as an open file, or None while something of an attempt lives."""
    file = open(os.path.join(folder, LOCK), "ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return file
    except OSError:
        file.close()
        return None


def stands(folder):
    """How the latest attempt stands."""
    lock = take_lock(folder) if os.path.isdir(folder) else os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if lock:
        lock.close()
    attempt, pid, rc = last_attempt(folder), _words(os.path.join(folder, "pid")), _words(os.path.join(folder, "rc"))
    code = _whole(rc)
    return {
        "type": "stands", "state": "running" if not lock else "ended" if attempt else "none", "attempt": attempt,
        "started": bool(pid), "code": code, "memory": rc[1:] == ["memory"], "at": now(),
        "rebooted": bool(lock) and code is None and len(pid) > 2 and pid[2] != boot_id(),
    }


def start(config, folder):
    """Starts an attempt unless it was started before or another one lives. Returns the exit code."""
    attempt, argv = field(config, "attempt", int, check=lambda n: n > 0), field(config, "argv", list)
    if not argv or not all(isinstance(word, str) and "\0" not in word for word in argv):
        raise Unusable("argv is no list of words")
    secret = config.get("secret")
    if secret is not None and not (isinstance(secret, str) and len(secret) <= SECRET_MOST):
        raise Unusable("the secret is no short text")
    os.makedirs(os.path.join(folder, "attempts"), exist_ok=True)
    lock = take_lock(folder)
    if not lock:
        return DONE
    if attempt <= last_attempt(folder):
        return DONE
    os.mkdir(os.path.join(folder, "attempts", str(attempt)))
    for name in ("pid", "rc"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder, name))
    hears, tells = os.pipe()
    if os.fork() == 0:
        os.close(hears)
        supervise(config, folder, argv, lock, tells)
    os.close(tells)
    lock.close()
    with os.fdopen(hears, "rb") as pipe:
        said = pipe.read().decode("utf8", "replace")
    if said == "started":
        return DONE
    print(said.strip() or "the program's keeper ended at once", file=sys.stderr)
    return FAILED


def secret_pipe(secret):
    """The end to read of a pipe that holds the secret, whole, and ends."""
    reads, writes = os.pipe()
    # A pipe takes this much without anybody reading.
    os.write(writes, secret.encode("utf8") + b"\n")
    os.close(writes)
    return reads


def supervise(config, folder, argv, lock, tells):
    """Runs the program in a session of its own and writes down how it ended. Never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        log = os.open(os.path.join(folder, "log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for target, source in ((0, nothing), (1, log), (2, log)):
            os.dup2(source, target)
        env = {**os.environ, **{str(name): str(value) for name, value in field(config, "env", dict, {}).items()}}
        try:
            hears = nothing if config.get("secret") is None else secret_pipe(config["secret"])
            child = subprocess.Popen(argv, cwd=folder, env=env, stdin=hears, pass_fds=(lock.fileno(),))
        except OSError as error:
            for heard in (tells, log):
                os.write(heard, f"{argv[0]}: {error.strerror}\n".encode())
            write_whole(os.path.join(folder, "rc"), "127\n")
            os._exit(code)
        os.close(hears)
        own = _stat(os.getpid())
        write_whole(os.path.join(folder, "pid"), f"{os.getpid()} {own[1] if own else ''} {boot_id()}\n")
        os.write(tells, b"started")
        os.close(tells)
        threading.Thread(target=watch_gpus, args=(folder, field(config, "gpuSeconds", int, 15)), daemon=True).start()
        # The group is asked to end as a whole; whoever keeps the record outlives that.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        end, for_memory = end_of(child)
        write_whole(os.path.join(folder, "rc"), f"{end if end >= 0 else 128 - end}{' memory' if for_memory else ''}\n")
        code = 0
    finally:
        os._exit(code)


def watch_gpus(folder, seconds):
    """A line each time: what the GPUs hold and how busy they are. Ends where there are none."""
    with contextlib.suppress(OSError):
        lines = None
        while seconds > 0 and (gpus := gpu_use()):
            lines = lines or LineFile(os.path.join(folder, "gpu.jsonl"))
            lines.add({"at": now(), "gpus": gpus})
            time.sleep(seconds)


def _holds(pid, lock):
    """Whether a process has the lock's file open."""
    try:
        return any(os.path.samestat(os.stat(f"/proc/{pid}/fd/{one}"), lock) for one in os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return False


def own_group(folder):
    """The group to end, where it is still the attempt's: a number that was given to another since is left alone."""
    about = _words(os.path.join(folder, "pid"))
    group = _whole(about)
    if not group or (len(about) > 2 and about[2] != boot_id()):
        return None
    leader = _stat(group)
    if leader and leader[1] == about[1]:
        return group
    # Its keeper was killed. While a member lives its number is given to nobody; a member knows the lock.
    lock = os.stat(os.path.join(folder, LOCK))
    pids = [int(name) for name in os.listdir("/proc") if name.isdecimal()] if os.path.isdir("/proc/self") else []
    return group if any((told := _stat(pid)) and told[0] == group and _holds(pid, lock) for pid in pids) else None


def _await_end(folder, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        lock = take_lock(folder)
        if lock:
            lock.close()
            return True
        time.sleep(0.1)
    return False


def end(config, folder):
    """Ends the living attempt: asked first, after the grace by force."""
    grace = field(config, "grace", int, 10, lambda n: n >= 0)
    if stands(folder)["state"] != "running":
        return DONE
    for sign, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, KILL_SECONDS)):
        group = own_group(folder)
        if group is None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, sign)
        if _await_end(folder, seconds):
            break
    return DONE


def main(config):
    folder = os.path.abspath(os.path.expanduser(field(config, "folder", str)))
    act = field(config, "act", str, check=("start", "look", "end").__contains__)
    if act == "start" and not os.path.isdir(folder):
        raise Unusable(f"{folder!r} is no folder")
    code = {"start": lambda: start(config, folder), "look": lambda: DONE, "end": lambda: end(config, folder)}[act]()
    print(json.dumps(stands(folder)), flush=True)
    return code


if __name__ == "__main__":
    run_script(main, __doc__)
