"""What a process holds in memory."""

from pathlib import Path


def why_not() -> str:
    """Why memory cannot be measured here; empty if it can."""
    return "" if Path("/proc/self/smaps_rollup").exists() else "this system does not say what a process holds in memory"


def pss_kb(pid: int | str = "self") -> int:
    """A process's proportional share of memory, in kB; of pages that several use, each counts its part."""
    return _of_rollup(pid, "Pss")


def own_kb(pid: int | str = "self") -> int:
    """A process's own memory, in kB: what no file holds, and no other process can share or give up."""
    return _of_rollup(pid, "Anonymous")


def _of_rollup(pid: int | str, key: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{key}:"))
