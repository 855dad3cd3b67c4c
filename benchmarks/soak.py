"""A soak of the incremental run on one machine: feeds that change, polled again and again, killed in between.

    python benchmarks/soak.py [--feeds 50] [--articles 2000] [--polls 20] [--seed 1]

A server on the loopback address holds feeds of links to pages. Between two polls articles are added and some change,
and their feed says so. Before each poll that may finish, one is killed (kill -9) after a random time. In the end the
claims are compared with those of a folder that read the last state once, undisturbed, and the server's count of page
fetches with the number of page versions: nothing may be there twice, nothing fetched that did not change.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RULES = "[manners]\ndelay = 0.0\nper_host = 8\n"
"""The machine's own server needs no pauses."""


class News:
    """Articles in feeds: ``versions[n]`` is how often article n has changed, ``shown`` how many are out yet."""

    def __init__(self, feeds: int, articles: int, seed: int) -> None:
        self.feeds = feeds
        self.chance = random.Random(seed)
        self.versions = [1] * articles
        self.shown = 0
        self.texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus/articles").glob("*.txt"))]
        self.fetched: Counter[tuple[int, int]] = Counter()
        self.answers: Counter[str] = Counter()

    def go_on(self, polls: int) -> None:
        """What happens between two polls: new articles, and one in fifty of the old ones changed."""
        for number in range(self.shown):
            self.versions[number] += self.chance.random() < 0.02
        self.shown = min(len(self.versions), self.shown + -(-len(self.versions) // polls))

    def page(self, number: int) -> str:
        """One article as HTML: a figure of its own above a text of the corpus, so that each version is news."""
        text = self.texts[number % len(self.texts)]
        paragraphs = [line for line in text.split("\n\n") if line.strip()][:12]
        words = f"The Nvidia H{100 + number} carries {number % 90 + 8 + self.versions[number]} GB of memory."
        body = "".join(f"<p>{paragraph}</p>" for paragraph in (words, *paragraphs))
        head = f"<html><head><title>Chip {number}</title></head><body><article><h1>Chip {number}</h1>"
        return f"{head}{body}</article></body></html>"

    def feed(self, number: int, host: str) -> str:
        """One feed of links; its items say when they were changed."""
        items = "".join(
            f"<item><title>Chip {n}, edition {self.versions[n]}</title><link>http://{host}/a/{n}</link></item>"
            for n in range(number, self.shown, self.feeds)
        )
        return f'<rss version="2.0"><channel><title>Post {number}</title>{items}</channel></rss>'


def serve(news: News) -> ThreadingHTTPServer:
    """The server, at work in a thread of its own until it is shut down."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, _, number = self.path.strip("/").partition("/")
            content, media = "", "text/html"
            if kind == "a":
                content = news.page(int(number))
            elif kind == "feed":
                content, media = news.feed(int(number), self.headers["Host"]), "application/rss+xml"
            tag = f'"{hash(content)}"'
            same = bool(content) and self.headers.get("If-None-Match") == tag
            status = 304 if same else 200 if content else 404
            if kind == "a" and status == 200:
                news.fetched[int(number), news.versions[int(number)]] += 1
            news.answers[f"{kind} {status}"] += 1
            data = b"" if same else content.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{media}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """The command in a process of its own, and in a group of its own, so that a kill leaves nothing behind."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def finish(arguments: list[str]) -> None:
    """Run to the end."""
    if start(arguments).wait(timeout=1800) != 0:
        raise SystemExit(f"failed: {' '.join(arguments)}")


def claims(folder: Path) -> list[str]:
    """The claims of a folder without the ids, which count versions of nothing."""
    return sorted((folder / "claims.jsonl").read_text(encoding="utf-8").splitlines())


def main() -> None:
    """Poll, kill, poll; then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("feeds", 50), ("articles", 2000), ("polls", 20), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    news = News(asked.feeds, asked.articles, asked.seed)
    server = serve(news)
    feeds = [f"http://127.0.0.1:{server.server_port}/feed/{number}" for number in range(asked.feeds)]
    with tempfile.TemporaryDirectory() as place:
        rules, soaked, calm = Path(place, "rules"), Path(place, "soaked"), Path(place, "calm")
        rules.mkdir()
        (rules / "web.toml").write_text(RULES, encoding="utf-8")
        options = ["--rules", str(rules), "--allow-private", "-q"]
        finish(["feeds", "add", *feeds, "-o", str(soaked)])
        killed = 0
        for poll in range(1, asked.polls + 1):
            news.go_on(asked.polls)
            process = start(["run", "-o", str(soaked), *options])
            try:
                process.wait(timeout=news.chance.uniform(0.5, 6))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                killed += 1
            began = time.monotonic()
            finish(["run", "-o", str(soaked), *options])
            print(f"poll {poll}: {news.shown} articles out, {time.monotonic() - began:.1f} s", file=sys.stderr)
        fetches, versions = news.fetched.total(), len(news.fetched)
        again = {key: count for key, count in news.fetched.items() if count > 1}
        before = news.fetched.total()
        finish(["run", "-o", str(soaked), *options])
        idle = news.fetched.total() - before
        finish(["run", *feeds, "-o", str(calm), *options])
        record = json.loads((soaked / "run.json").read_text(encoding="utf-8"))
        print(f"{asked.feeds} feeds, {asked.articles} articles, {asked.polls} polls, {killed} of them killed once")
        print(f"page versions fetched {versions}, page fetches {fetches}, fetched again after a kill {len(again)}")
        print(f"page fetches of a poll with nothing new: {idle}")
        print(f"articles in the table: {record['counts']['articles']}")
        print(f"claims equal to an undisturbed run: {claims(soaked) == claims(calm)} ({len(claims(soaked))})")
    server.shutdown()


if __name__ == "__main__":
    main()
