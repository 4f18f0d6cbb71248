"""What processes have used of the CPU, as the kernel counts it."""

from contextlib import suppress
from pathlib import Path


def cpu_below(root):
    """Return the seconds of CPU that a process and all below it have used; 0 for None."""
    children = {}
    for status in Path("/proc").glob("[0-9]*/stat") if root else ():
        with suppress(OSError):
            after = status.read_text().rpartition(")")[2].split()
            children.setdefault(int(after[1]), []).append(int(status.parent.name))
    asked, found = [root], []
    while asked:
        found.append(asked.pop())
        asked += children.get(found[-1], [])
    return sum(cpu_of(pid) for pid in found)


def cpu_of(pid):
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return 0
