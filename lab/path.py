"""A path of packets between two network namespaces: delays each, drops some, writes all down.

Two TUN devices of MTU 1500, one in each namespace, joined by this process. Needs root and Linux.
Commands come as lines of JSON on standard input; each is answered by one line on standard output:
{"delay": ms, "loss": share}  sets the path;   {"take": true}  gives [time ms, source or target
address of the client, whether up, bytes of the packet] for each packet since the last time.
"""

import collections
import fcntl
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

CLIENT, SERVER = sys.argv[1:3]
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x0001 | 0x1000


def run(command):
    subprocess.run(command.split(), check=True)


def device(name, space, address, route):
    handle = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(handle, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN_NO_PI))
    run(f"ip link set {name} netns {space}")
    for command in (
        "link set lo up",
        f"link set {name} up mtu 1500",
        f"addr add {address}/32 dev {name}",
        # Some algorithms (BBR) pace even a few packets, at a rate that nobody set.
        f"route add {route} dev {name} congctl cubic",
    ):
        run(f"ip -n {space} {command}")
    return handle


def read_packets(handle):
    while True:
        try:
            yield os.read(handle, 2048)
        except BlockingIOError:
            return


def main():
    for space in (CLIENT, SERVER):
        subprocess.run(["ip", "netns", "del", space], stderr=subprocess.DEVNULL, check=False)
        run(f"ip netns add {space}")
    client = device("pathc", CLIENT, "10.77.255.255", "10.78.0.0/16")
    server = device("paths", SERVER, "10.78.0.2", "10.77.0.0/16")
    run(f"ip -n {CLIENT} route add local 10.77.0.0/16 dev lo")
    print(json.dumps({"ready": True}), flush=True)

    delay, loss = 0.0, 0.0
    waiting = collections.deque()
    seen, late = [], []

    def note(moment, packet, up):
        address = packet[12:16] if up else packet[16:20]
        if packet[0] >> 4 == 4:
            seen.append((moment * 1000, ".".join(map(str, address)), up, len(packet)))

    try:
        while True:
            timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
            ready, _, _ = select.select([client, server, sys.stdin], [], [], timeout)
            moment = time.monotonic()
            for source, target, up in ((client, server, True), (server, client, False)):
                if source in ready:
                    for packet in read_packets(source):
                        if up:
                            note(moment, packet, up)
                        if random.random() >= loss:
                            waiting.append((moment + delay / 1000, target, packet, up))
            while waiting and waiting[0][0] <= time.monotonic():
                due, target, packet, up = waiting.popleft()
                moment = time.monotonic()
                late.append((moment - due) * 1000)
                if not up:
                    note(moment, packet, up)
                os.write(target, packet)
            if sys.stdin in ready:
                line = sys.stdin.readline()
                if not line:
                    return
                command = json.loads(line)
                if "delay" in command:
                    delay, loss = command["delay"], command["loss"]
                    print("{}", flush=True)
                else:
                    print(json.dumps({"seen": seen, "late": sorted(late)}), flush=True)
                    seen, late = [], []
    finally:
        for space in (CLIENT, SERVER):
            run(f"ip netns del {space}")


main()
