"""Load and faults on a real hub, on this machine: `make hub-load`. Not a test of CI; its figures stand in README.md.

Twenty trainees sign in, open the explorer of dose and route, and move a slider through hub and proxy, once a second
each and then dragging. Then the hub is killed and started again under load, a seat is killed in the middle of
answers, and a seat fills its memory. Bounded: every step has a limit in time or number. Prints what it measured.
"""

import argparse
import asyncio
import json
import os
import random
import re
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from uuid import uuid4

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parents[2]
PORT = 8620
BASE = f"http://127.0.0.1:{PORT}"
TOKEN = secrets.token_hex(16)
DOSES = [0.3, 0.35, 0.4, 0.45, 0.5, 0.45, 0.4, 0.35]
PROTOCOL = "v1.kernel.websocket.jupyter.org"  # what JupyterLab speaks to its server
OPEN = "from kapcourse import explore\np = explore.dose_and_route()\nprint(p.model_id)"
ASK = "from kapcourse import ask\np = ask('start_here.what_it_gives')\nprint(p.model_id)"
FILL = "blocks = []\nwhile True: blocks.append(bytearray(100_000_000))"
BUSY, REST = map(int, re.search(r"const BUSY = (\d+), REST = (\d+);",
                                (ROOT / "kapcourse" / "widgets" / "panel.js").read_text(encoding="utf-8")).groups())


def rest(took):
    """Seconds between two moves of a drag, the first answered after `took` milliseconds: as panel.js does it."""
    return max(1000 / 60, min(2 * took, REST) if took > BUSY else 0) / 1000


class Hub:
    """Proxy and hub as two processes, with seats of their own in a folder."""

    def __init__(self, folder):
        self.folder, self.secret = Path(folder), secrets.token_hex(32)
        venv, proxy = ROOT / ".hub" / "venv" / "bin", ROOT / ".hub" / "proxy" / "node_modules" / ".bin"
        self.environment = {
            **os.environ, "PATH": f"{venv}:{proxy}:{os.environ['PATH']}", "KAPCOURSE_HUB_TRY": "1",
            "KAPCOURSE_HUB_STATE": str(self.folder), "KAPCOURSE_HUB_ADDRESS": BASE,
            "KAPCOURSE_HUB_LESSONS": str(ROOT / ".hub" / "course" / "notebooks"),
            "KAPCOURSE_HUB_PROXY_API": f"http://127.0.0.1:{PORT + 1}",
            "KAPCOURSE_HUB_PROXY_TOKEN": self.secret, "KAPCOURSE_HUB_LOAD_TOKEN": TOKEN,
            "CONFIGPROXY_AUTH_TOKEN": self.secret}
        self.log = open(self.folder / "hub.log", "ab")  # noqa: SIM115
        self.proxy = self._start("configurable-http-proxy", "--ip", "127.0.0.1", "--port", str(PORT), "--api-ip",
                                 "127.0.0.1", "--api-port", str(PORT + 1), "--log-level", "error")
        self.hub = None

    def _start(self, *words):
        return subprocess.Popen(words, env=self.environment, cwd=ROOT, stdout=self.log, stderr=self.log)

    async def start(self):
        """Start the hub, or start it again; returns the seconds until it answers."""
        begun = time.perf_counter()
        self.hub = self._start("jupyterhub", "-f", "deploy/hub/jupyterhub_config.py")
        while time.perf_counter() - begun < 60:
            try:
                await api("GET", "/hub/api/users")
                return time.perf_counter() - begun
            except (HTTPClientError, OSError):
                await asyncio.sleep(0.2)
        raise TimeoutError("the hub did not start within a minute")

    def kill(self):
        """Kill the hub without a word to it, and its service, as systemd does. Seats and proxy go on."""
        children = Path(f"/proc/{self.hub.pid}/task/{self.hub.pid}/children").read_text().split()
        services = [int(pid) for pid in children if b"idle_culler" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        self.hub.kill()
        self.hub.wait()
        for pid in services:
            os.kill(pid, signal.SIGTERM)

    def stop(self):
        """End everything that was started."""
        for process in (self.hub, self.proxy):
            if process:
                process.terminate()
                process.wait(60)
        for pid in seat_processes():
            os.kill(pid, signal.SIGTERM)


async def api(method, path, body=None):
    """One request to the hub or to a seat, as the load test's own service. Returns what the answer holds."""
    answer = await AsyncHTTPClient().fetch(HTTPRequest(
        BASE + path, method, {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        body=json.dumps(body or {}) if method == "POST" else None, request_timeout=60, allow_nonstandard_methods=True))
    return json.loads(answer.body or "null")


class Seat:
    """A trainee: a server, a kernel, and the widget that is open in it."""

    def __init__(self, name):
        self.name, self.moves, self.comm, self.socket, self.kernel = name, [], None, None, None

    async def sit_down(self):
        """Start the server; returns the seconds until it is ready."""
        begun = time.perf_counter()
        try:
            await api("POST", f"/hub/api/users/{self.name}")
        except HTTPClientError as fault:
            if fault.code != 409:
                raise
        await api("POST", f"/hub/api/users/{self.name}/server")
        while time.perf_counter() - begun < 300:
            user = await api("GET", f"/hub/api/users/{self.name}")
            if user["servers"].get("", {}).get("ready"):
                return time.perf_counter() - begun
            await asyncio.sleep(0.2)
        raise TimeoutError(f"the seat of {self.name} did not start in five minutes")

    async def open(self, code):
        """Start a kernel and run `code`, which prints the widget's id; returns the seconds until it stands."""
        begun = time.perf_counter()
        self.kernel = (await api("POST", f"/user/{self.name}/api/kernels"))["id"]
        self.socket = await websocket_connect(HTTPRequest(
            f"ws://127.0.0.1:{PORT}/user/{self.name}/api/kernels/{self.kernel}/channels",
            headers={"Authorization": f"token {TOKEN}"}), subprotocols=[PROTOCOL])
        self.comm = (await self.run(code)).strip().splitlines()[-1]
        return time.perf_counter() - begun

    async def run(self, code):
        """What `code` prints in the kernel; its error as text if it fails or the kernel dies."""
        asked = self._send("execute_request", {"code": code, "silent": False, "store_history": False,
                                                "user_expressions": {}, "allow_stdin": False})
        printed = ""
        while True:
            told = await self._next(60)
            if told is None:
                return "the connection was closed"
            kind, answers_to, content = told
            if kind == "status" and content()["execution_state"] in ("restarting", "dead", "autorestarting"):
                return "the kernel died"
            if answers_to != asked:
                continue
            if kind == "stream":
                printed += content()["text"]
            if kind == "error":
                return content()["ename"]
            if kind == "status" and content()["execution_state"] == "idle":
                return printed

    async def tell(self, event, value):
        """Tell the widget something and wait for its answer; returns milliseconds."""
        begun = time.perf_counter()
        asked = self._send("comm_msg", {"comm_id": self.comm, "data": {
            "method": "custom", "content": {"event": event, "value": value, "turn": 1}}})
        while True:
            told = await self._next(30)
            if told is None:
                raise ConnectionError("the connection was closed")
            kind, answers_to, content = told
            if kind == "comm_msg" and answers_to == asked and content()["data"].get("method") == "custom":
                return 1000 * (time.perf_counter() - begun)

    async def move(self, pause, until, wait=0.0):
        """Move the dose every `pause` seconds, first after `wait`, until the moment `until`; without `pause`, drag."""
        await asyncio.sleep(wait)
        for dose in cycle(DOSES):
            if time.perf_counter() >= until:
                return
            self.moves.append(await self.tell("A.dose", dose))
            await asyncio.sleep(pause or rest(self.moves[-1]))

    def _send(self, kind, content):
        name = uuid4().hex
        header = {"msg_id": name, "msg_type": kind, "username": self.name, "session": self.name, "version": "5.3",
                  "date": ""}
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        self.socket.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)
        return name

    async def _next(self, seconds):
        """The next message: its kind, the id of the one that it answers, and a function that reads its content."""
        raw = await asyncio.wait_for(self.socket.read_message(), seconds)
        if raw is None:
            return None
        header, parent, _, content = deserialize_msg_from_ws_v1(raw)[1][:4]
        return json.loads(header)["msg_type"], json.loads(parent).get("msg_id"), lambda: json.loads(content)


def seat_processes(name=None):
    """Process ids of seats, servers and kernels, of all trainees or of one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"JUPYTERHUB_USER={name or 'seat'}".encode() in words:
            found.append(int(folder.name))
    return found


def memory(name):
    """MiB that the processes of a seat use, their share of what is shared included (PSS)."""
    total = 0
    for pid in seat_processes(name):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def told(what, milliseconds):
    """Print median and 95th percentile."""
    ordered = sorted(milliseconds)
    print(f"{what:<72} {statistics.median(ordered):7.1f} ms, p95 {ordered[int(0.95 * (len(ordered) - 1))]:7.1f} ms, "
          f"{len(ordered)} moves", flush=True)


async def moving(seats, pause, seconds, spread=True):
    """All seats move; returns the times of all moves. spread: each begins at a moment of its own, else all at once."""
    dice = random.Random(1)
    for seat in seats:
        seat.moves.clear()
    until = time.perf_counter() + seconds
    await asyncio.gather(*(seat.move(pause, until, spread * dice.uniform(0, pause)) for seat in seats))
    return [move for seat in seats for move in seat.moves]


async def seats_and_speed(number, seconds):
    """Sign in `number` trainees, then let them move. Returns the seats."""
    seats = [Seat(f"seat{i:02d}") for i in range(1, number + 1)]
    begun = time.perf_counter()
    waited = await asyncio.gather(*(seat.sit_down() for seat in seats))
    print(f"{number} seats started at once: {time.perf_counter() - begun:.1f} s for all; one waits "
          f"{statistics.median(waited):.1f} s (median), {max(waited):.1f} s at most", flush=True)
    opened = []
    for count, seat in enumerate(seats, 1):
        opened.append(await seat.open(OPEN))
        if count in (5, 10, 20):
            used = [memory(s.name) for s in seats[:count]]
            print(f"memory of a seat with {count} open: {statistics.mean(used):.0f} MiB (most {max(used):.0f}; "
                  "budget 230)", flush=True)
    print(f"kernel, imports and first picture: {statistics.median(opened):.1f} s (median)", flush=True)
    told(f"{number} seats at one move a second each (budget p95: 60 ms)", await moving(seats, 1.0, seconds))
    told("the same with all moves in the same instant", await moving(seats, 1.0, seconds, spread=False))
    dragging = asyncio.create_task(moving(seats[1:], 0, 3 * seconds))
    told("one seat at a move a second while the others drag (budget p95: 100 ms)",
         await moving(seats[:1], 1.0, 3 * seconds))
    told("those who drag", await dragging)
    return seats


async def hub_killed(hub, seats):
    """Kill the hub while everyone moves, and start it again. Nobody's move may fail."""
    running = asyncio.create_task(moving(seats, 1.0, 25))
    await asyncio.sleep(5)
    hub.kill()
    await asyncio.sleep(5)
    back = await hub.start()
    times = await running
    told("moves while the hub was killed and came back", times)
    known = [u["name"] for u in await api("GET", "/hub/api/users") if u["servers"]]
    print(f"the hub was back after {back:.1f} s and knew {len(known)} of {len(seats)} seats; no move failed",
          flush=True)


async def seat_killed(hub, name):
    """Kill a seat while it answers as fast as it can. Every answer that was confirmed must be on disk."""
    seat, confirmed = Seat(name), 0
    await seat.sit_down()
    await seat.open(ASK)
    until = time.perf_counter() + 4
    while time.perf_counter() < until:
        await seat.tell("answer", ["licence", "honest_talk"][confirmed % 2])
        await seat.tell("check", None)
        confirmed += 1
    seat._send("comm_msg", {"comm_id": seat.comm, "data": {"method": "custom", "content": {
        "event": "check", "value": None, "turn": 1}}})
    for pid in seat_processes(name):
        os.kill(pid, signal.SIGKILL)
    kept = answers(hub, name)
    print(f"seat killed in the middle of answers: {confirmed} confirmed, {kept} on disk, "
          f"{max(0, confirmed - kept)} lost", flush=True)
    return confirmed <= kept


async def memory_filled(hub, seats, name):
    """A seat takes all the memory it can; the others go on, and what it had answered is still there."""
    seat = Seat(name)
    await seat.sit_down()
    await seat.open(ASK)
    await seat.tell("answer", "honest_talk")
    await seat.tell("check", None)
    others = asyncio.create_task(moving(seats, 1.0, 15))
    ended = await seat.run(FILL)
    told(f"the others while one seat fills its memory (it ended with: {ended})", await others)
    print(f"its answers on disk: {answers(hub, name)} of 1", flush=True)
    return answers(hub, name) == 1


def answers(hub, name):
    """Lines of answers in a seat's home that can be read."""
    folder = hub.folder / "homes" / name / ".local" / "share" / "kapcourse" / "answers"
    return sum(_whole(line) for path in folder.glob("*.jsonl") for line in path.read_bytes().splitlines())


def _whole(line):
    try:
        return bool(json.loads(line))
    except ValueError:
        return False


async def main(number, seconds):
    """Everything in order. Returns whether no answer was lost."""
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(folder)
        try:
            print(f"hub up after {await hub.start():.1f} s", flush=True)
            seats = await seats_and_speed(number, seconds)
            await hub_killed(hub, seats)
            return all([await seat_killed(hub, "seatkilled"), await memory_filled(hub, seats, "seatfull")])
        finally:
            hub.stop()


if __name__ == "__main__":
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--seats", type=int, default=20)
    read.add_argument("--seconds", type=int, default=30)
    given = read.parse_args()
    sys.exit(0 if asyncio.run(main(given.seats, given.seconds)) else "an answer was lost")
