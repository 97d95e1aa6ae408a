"""Where and when a program runs changes no number: time zone, language, seed of its hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

from tests.conftest import ROOT

# Every answer in one process: the stamp, a scenario, the figures, the deals, a map; what is found in drafts.
ANSWERS = """
import yaml
from exposure import api, wire
from exposure.book import load
from exposure.draft import check
book, _ = load()
for draft in yaml.safe_load(open("tests/drafts.yaml", encoding="utf-8")):
    print(ascii(check(draft["text"], book.ledger, draft["day"]).findings))
lever = book.levers.table[0]
for one in api.ENDPOINTS:
    answer = api.respond(book, wire.Request(one.name, {lever.name: ["300"]}))
    print(one.name, answer.headers["ETag"], answer.body.decode())
"""
PLACES = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Adak", "LC_ALL": "C", "PYTHONHASHSEED": "4294967295", "PYTHONUTF8": "1"},
)


def test_no_number_depends_on_time_zone_language_or_hash_seed() -> None:
    found = {
        hashlib.sha256(
            subprocess.run(
                [sys.executable, "-c", ANSWERS],
                cwd=ROOT, env=os.environ | place, capture_output=True, check=True,
            ).stdout
        ).hexdigest()
        for place in PLACES
    }  # fmt: skip
    assert len(found) == 1
