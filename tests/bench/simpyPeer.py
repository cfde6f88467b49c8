"""SimPy's share of the comparison: reads the work as JSON, writes how long it took and what it gave.

Needs SimPy 3 or 4 (Debian: python3-simpy3).
"""

import json
import sys
import time

import simpy

work = json.load(sys.stdin)
waits = []


def client(env, cores, phase, services):
    yield env.timeout(phase)
    for service in services:
        env.process(poll(env, cores, service))
        yield env.timeout(work["interval"])


def poll(env, cores, service):
    yield env.timeout(work["path"])
    arrived = env.now
    with cores.request() as core:
        yield core
        yield env.timeout(service)
    waits.append(env.now - arrived - service)
    yield env.timeout(work["path"])


start = time.perf_counter()
env = simpy.Environment()
cores = simpy.Resource(env, capacity=work["cores"])
for phase, services in zip(work["phases"], work["services"]):
    env.process(client(env, cores, phase, services))
env.run(until=work["duration"])
took = time.perf_counter() - start
print(json.dumps({"requests": len(waits), "waited": sum(waits), "milliseconds": 1000 * took}))
