"""What nvidia-smi says of the GPUs of a machine, and who uses them."""
import os
import pwd
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

SECONDS = 20
MIB = 1 << 20


def _number(text):
    found = re.match(r"\s*(-?\d+(?:\.\d+)?)", text or "")
    return float(found[1]) if found else None


def _bytes(element, path):
    value = _number(element.findtext(path))
    return None if value is None else int(value * MIB)


def user_of(pid):
    """Who runs a process; None where the system does not say."""
    try:
        uid = os.stat(f"/proc/{int(pid)}").st_uid
    except (OSError, ValueError, OverflowError):
        return None
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _process(info):
    pid = int(_number(info.findtext("pid")) or 0)
    return {
        "pid": pid, "user": user_of(pid), "name": (info.findtext("process_name") or "")[:200],
        "memory": _bytes(info, "used_memory"),
    }


def _gpu(index, element):
    return {
        "index": index,
        "uuid": element.findtext("uuid"),
        "name": element.findtext("product_name") or "",
        "memoryTotal": _bytes(element, "fb_memory_usage/total"),
        "memoryUsed": _bytes(element, "fb_memory_usage/used"),
        "memoryReserved": _bytes(element, "fb_memory_usage/reserved"),
        "utilization": _number(element.findtext("utilization/gpu_util")),
        "temperature": _number(element.findtext("temperature/gpu_temp")),
        "mig": element.findtext("mig_mode/current_mig") == "Enabled",
        "exclusive": "Exclusive" in (element.findtext("compute_mode") or ""),
        "eccErrors": _number(element.findtext("ecc_errors/volatile/dram_uncorrectable")),
        "processes": [_process(info) for info in element.findall("processes/process_info")],
    }


def read_smi(text):
    """Facts of `nvidia-smi -q -x`. Raises ValueError where the text is something else."""
    try:
        log = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    if log.tag != "nvidia_smi_log":
        raise ValueError(f"<{log.tag}>")
    return {
        "driver": log.findtext("driver_version"),
        "cuda": log.findtext("cuda_version"),
        "gpus": [_gpu(i, one) for i, one in enumerate(log.findall("gpu"))],
        "problem": None,
    }


def _none(problem, detail=""):
    return {"driver": None, "cuda": None, "gpus": [], "problem": problem, "detail": detail[:2000]}


def gpu_facts(program="nvidia-smi"):
    """Facts, or none with a problem: missing (no driver's program), failed (it says why), silent, unreadable."""
    path = shutil.which(program)
    if path is None:
        return _none("missing")
    try:
        end = subprocess.run([path, "-q", "-x"], capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return _none("silent", f"no answer in {SECONDS} s")
    except OSError as error:
        return _none("failed", str(error))
    text = end.stdout.decode("utf8", "replace")
    if end.returncode != 0:
        return _none("failed", (text + end.stderr.decode("utf8", "replace")).strip())
    try:
        return read_smi(text)
    except ValueError as error:
        return _none("unreadable", str(error))


def gpu_use(program="nvidia-smi"):
    """A short line a GPU, for following a run: index, memory used and total in bytes, utilization in percent."""
    path = shutil.which(program)
    if path is None:
        return []
    query = "--query-gpu=index,memory.used,memory.total,utilization.gpu"
    try:
        end = subprocess.run([path, query, "--format=csv,noheader,nounits"], capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = [line.split(",") for line in end.stdout.decode("utf8", "replace").splitlines()]
    values = [[_number(part) for part in line] for line in lines if len(line) == 4]
    return [
        {"index": int(index), "memoryUsed": int(used * MIB), "memoryTotal": int(total * MIB), "utilization": use}
        for index, used, total, use in values
        if None not in (index, used, total)
    ]


def visible_devices(device, wanted, told, use):
    """What CUDA shall see: one GPU, since several would each take a part of every batch. `wanted`: an index of nvidia-smi;
    `told`: what the variable says already; `use`: lines of `gpu_use`. The one with most free memory where nobody chose."""
    if device == "cpu":
        return ""
    if wanted is not None:
        return str(wanted)
    if told is not None:
        return told.split(",")[0].strip()
    free = [(one["memoryTotal"] - one["memoryUsed"], -one["index"]) for one in use]
    return str(-max(free)[1]) if free else "0"
