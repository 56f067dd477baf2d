"""The state of the machine around each run."""

import os
import pathlib
import statistics
import time

TICKS = os.sysconf("SC_CLK_TCK")


def flush_us(folder, count=100):
    """The median time of a flush on the disk of `folder`, in microseconds."""
    descriptor = os.open(f"{folder}/flush", os.O_CREAT | os.O_WRONLY, 0o600)
    block, times = os.urandom(8192), []
    for number in range(count):
        start = time.perf_counter()
        os.pwrite(descriptor, block, 8192 * (number % 16))
        os.fdatasync(descriptor)
        times.append(time.perf_counter() - start)
    os.close(descriptor)
    return statistics.median(times) * 1e6


def busy_seconds():
    """Processor time that anybody used since the machine started."""
    fields = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()
    user, nice, system, _, _, irq, softirq, steal = map(int, fields[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def tree_seconds(root):
    """Processor time of a process and all below it, those that have ended included."""
    times, children = {}, {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue  # it ended meanwhile
        fields = text[text.rindex(")") + 2:].split()
        pid = int(path.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        times[pid] = sum(map(int, fields[11:15])) / TICKS
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        total += times.get(pid, 0)
        waiting += children.get(pid, [])
    return total


def resident_mib(pid):
    """The most memory that a process had."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def wait_for_quiet(patience):
    """Waits until all processors are nearly idle for half a second, `patience` seconds at most."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        before = busy_seconds()
        time.sleep(0.5)
        if (busy_seconds() - before) / 0.5 / os.cpu_count() < 0.1:
            return


class Run:
    """One run's figure with what was true around it."""

    patience = 20  # seconds to wait for a quiet machine before each run

    def __init__(self, folder, body):
        wait_for_quiet(self.patience)
        flush = flush_us(folder)
        start, busy = time.monotonic(), busy_seconds()
        own = tree_seconds(os.getpid())
        self.result = body()
        own = tree_seconds(os.getpid()) - own
        elapsed = time.monotonic() - start
        # Processors that others kept busy: all that this process started is below it.
        self.others = max(0.0, (busy_seconds() - busy - own) / elapsed)
        self.flush = (flush, flush_us(folder))

    @property
    def disturbance(self):
        """What makes the figure unfit, or nothing."""
        low, high = sorted(self.flush)
        if high > 4 * low:
            return "the flush time changed"
        return f"others used {self.others:.1f} processors" if self.others > 0.3 else None
