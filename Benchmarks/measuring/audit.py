"""An audit of a whole log beside bare hashing of its bytes."""

import subprocess
import sys
import tempfile
import time

from .machine import Run
from .pairs import gather, pair_of

SIZE = 1_000_000


def measure_audit(daemon, bench, plan, report):
    daemon.grow(SIZE)
    daemon.settle()
    size = daemon.published_size

    def audit():
        # A new folder each time, all removed with the plan's own: where thousands of files were just
        # deleted, ext4 makes new ones slowly.
        state = tempfile.mkdtemp(prefix="audit-", dir=plan.folder)
        start = time.monotonic()
        ended = subprocess.run(
            [daemon.programs / "concordat", "audit", "--log", f"{daemon.url}/bench",
             "--vkey", *daemon.vkeys, "--state", state], capture_output=True, text=True)
        if ended.returncode != 0:
            sys.exit(f"the audit failed: {ended.stdout}{ended.stderr}")
        return {"entries": size, "seconds": time.monotonic() - start}

    pairs = gather(plan, {0: pair_of("audit", lambda: Run(plan.folder, audit),
                                     lambda: bench.measure("entries-openssl"))})[0]
    report.ratio(f"audit of {size:,} entries over HTTP", "entries/s", pairs,
                 "hashing the same bytes with OpenSSL's SHA-256 and SM3 in a loop", 1.0)
