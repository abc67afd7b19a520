#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments of a publication: kill.py PAIBAN publish|caldav TIMES [SEED]

Publishes an old roster undisturbed, then, TIMES times from that state: publishes the new roster,
kills the program at a random moment of its life, and runs it again. Files (and, for caldav, what a
Radicale server on the loopback holds) must be those of an undisturbed run. Exit 77: no Radicale.

A run that was over before its moment came does not count and tells how long a life is now: a busy machine makes
the test slow, never wrong.
"""
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
AGENTS, DAYS = 12, 14


def tree(folder):
    """All files but locks and caches, and the table that counts what a run had left to send."""
    found = {}
    for d, _, files in os.walk(folder):
        for f in files:
            path = os.path.join(d, f)
            name = os.path.relpath(path, folder)
            if f in (".paiban.lock", ".Radicale.lock", "caldav.csv") or ".Radicale.cache" in name:
                continue
            with open(path, "rb") as x:
                found[name] = x.read()
    return found


def restore(snapshot, folder):
    if os.path.exists(folder):
        shutil.rmtree(folder)
    shutil.copytree(snapshot, folder)


class Radicale:
    def __init__(self, base):
        if not shutil.which("radicale"):
            print("radicale is not installed")
            sys.exit(77)
        self.store = os.path.join(base, "store")
        os.makedirs(self.store)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        for name, text in (("rights", "[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n"),
                           ("conf", f"[server]\nhosts = 127.0.0.1:{self.port}\n[auth]\ntype = none\n[storage]\n"
                            f"filesystem_folder = {self.store}\n[rights]\ntype = from_file\n"
                            f"file = {base}/rights\n[logging]\nlevel = error\n")):
            with open(os.path.join(base, name), "w", encoding="utf-8") as f:
                f.write(text)
        # the server goes when this test goes, also when the test is killed
        die_with_parent = lambda: ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        self.process = subprocess.Popen(["radicale", "--config", os.path.join(base, "conf")], preexec_fn=die_with_parent,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(1200):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                sys.exit("radicale does not start")
            time.sleep(0.1)
        sys.exit("radicale does not start within two minutes")

    def quiet(self):
        """Waits until nothing is being served: what a killed client sent may still be under way."""
        mine = f":{self.port:04X}"
        for _ in range(1200):
            with open("/proc/net/tcp", encoding="ascii") as f:
                lines = [line.split() for line in f][1:]
            if not any(x[1].endswith(mine) and x[3] not in ("06", "0A") for x in lines):  # TIME_WAIT, LISTEN
                return
            time.sleep(0.1)
        sys.exit("radicale does not come to rest within two minutes")

    def url(self):
        return f"http://127.0.0.1:{self.port}/u/{{agent}}/"


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    paiban, mode, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    rng = random.Random(seed)
    base = tempfile.mkdtemp(prefix="paiban-kill-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    server = None
    try:
        server = Radicale(base) if mode == "caldav" else None
        work, before, store_before = (os.path.join(base, x) for x in ("work", "before", "store-before"))
        env = {**os.environ, "PAIBAN_CALDAV_USER": "u", "PAIBAN_CALDAV_PASSWORD": "x", "PAIBAN_NOW": "2026-11-01T08:00:00Z"}
        extra = ["--caldav", server.url()] if server else []
        subprocess.run([sys.executable, os.path.join(HERE, "scenario.py"), "team", work, str(AGENTS), str(DAYS)], check=True)
        subprocess.run([paiban, "publish", "-q", "-C", work, *extra], env=env, check=True)
        shutil.copytree(work, before)
        if server:
            shutil.copytree(server.store, store_before)
        env["PAIBAN_NOW"] = "2026-11-02T09:30:00Z"
        command = [paiban, "publish", "-q", "-C", work, os.path.join(work, "new.csv"), *extra]
        began = time.monotonic()
        subprocess.run(command, env=env, check=True)
        life = time.monotonic() - began
        if server:
            server.quiet()
        want = tree(work)
        want_store = tree(server.store) if server else None
        if want == tree(before):
            sys.exit("the second roster changes nothing: no test")
        killed = bad = between = survived = 0
        while killed < times and survived <= 3 * times + 20:
            restore(before, work)
            if server:
                server.quiet()
                restore(store_before, server.store)
            p = subprocess.Popen(command, env=env)
            began = time.monotonic()
            try:
                p.wait(rng.random() * life * 1.02)
            except subprocess.TimeoutExpired:
                p.send_signal(signal.SIGKILL)
            if p.wait() != -signal.SIGKILL:
                life = (life + time.monotonic() - began) / 2
                survived += 1
                continue
            killed += 1
            half = tree(work)
            between += half != want and half != tree(before)
            subprocess.run(command, env=env, check=True)
            if server:
                server.quiet()
            got = tree(work)
            if got != want or (server and tree(server.store) != want_store):
                bad += 1
                differ = sorted(n for n in set(got) | set(want) if got.get(n) != want.get(n))
                print(f"run {killed}: differs in {differ[:6]}")
        print(f"{mode}: {killed} runs of {life * 1000:.0f} ms killed while alive ({survived} were over before), {between} of them "
              f"left files between old and new, {bad} wrong after the re-run")
        return 1 if bad or killed < times else 0
    finally:
        if server:
            server.process.terminate()
            server.process.wait()
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
