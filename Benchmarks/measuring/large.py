"""A log of ten million entries: proofs, and the way back after a crash."""

import time

SIZE = 10_000_000


def measure_large(daemon, plan, report):
    daemon.grow(SIZE)
    size = daemon.published_size

    def proofs(connections):
        run = daemon.load("proof.lua", connections, plan.seconds, "/bench/proof/inclusion", size)
        if run.result["refused"] or run.result["broken"]:
            raise SystemExit(f"proofs were refused: {run.result}")
        return run

    lagging = proofs(1).result["p99"]
    daemon.settle()
    run = proofs(1)
    report.at_most("inclusion proof at 10 million entries, one connection: p99", "ms",
                   run.result["p99"], 5)
    report.at_most("the same while the lookup by leaf hash catches up: p99", "ms", lagging, None)
    under_load = proofs(16)
    report.at_least("inclusion proofs at 10 million entries, 16 connections", "requests/s",
                    under_load.result["requests"] / under_load.result["seconds"], None)
    times = []
    for _ in range(3):
        daemon.load("add.lua", 64, 2, "/bench/add")  # so that there is something to recover
        daemon.kill()
        start = time.monotonic()
        daemon.start()
        daemon.append_one()
        times.append(time.monotonic() - start)
    report.at_most("start after kill -9 with 10 million entries, to the first promise", "s",
                   max(times), 10)
