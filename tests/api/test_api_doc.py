"""The lines of docs/api.md, run as they stand there against a real server."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from progress.api.docs import operations
from progress.api.problems import WORDS
from progress.api.site import description
from progress.models import CheckIn
from tests.factories import check_in, make_token

TEXT = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text("utf-8")
BLOCKS = [part for part in re.findall(r"```sh\n(.*?)```", TEXT, re.S) if "curl" in part]
CRON = re.compile(r"^30 6 \* \* 1-5  (.*)$", re.M)
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")


@pytest.fixture
def run(live_server, bob, key_result, tmp_path):
    """`run(lines)` is what they print, with this site's address, token and ids."""
    entry = check_in(key_result, 10)
    query = tmp_path / "psql"
    query.write_text("#!/bin/sh\necho 2.75\n")
    query.chmod(0o755)
    surroundings = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "PLUMBLINE": live_server.url,
        "PLUMBLINE_TOKEN": make_token(bob).secret,
        "WAREHOUSE": "",
    }
    ids = {
        "objective=1": f"objective={key_result.objective_id}",
        "key-results/1": f"key-results/{key_result.pk}",
        "key_result=1": f"key_result={key_result.pk}",
        "check-ins/1": f"check-ins/{entry.pk}",
    }

    def run_lines(lines):
        for old, new in ids.items():
            lines = lines.replace(old, new)
        done = subprocess.run(
            ["sh", "-ec", lines], env=surroundings, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run_lines


@needs_curl
@pytest.mark.django_db(transaction=True)
def test_every_curl_line_does_what_it_says(run):
    printed = "".join(run(block) for block in BLOCKS if not CRON.search(block))
    decoder, answers = json.JSONDecoder(), []
    while printed:
        answer, end = decoder.raw_decode(printed)
        answers.append(answer)
        printed = printed[end:].strip()

    lists, entries = answers[:1] + answers[2:3], answers[3:]
    assert all(len(answer["items"]) == 1 for answer in lists)
    assert [entry["value"] for entry in entries] == ["62.5", "61"]


@needs_curl
@pytest.mark.django_db(transaction=True)
def test_the_line_for_cron_feeds_a_key_result_once_a_day(run):
    [line] = CRON.findall(TEXT)
    answers = [json.loads(run(line.replace("\\%", "%"))) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["value"] == "2.75"
    assert CheckIn.objects.count() == 2


def test_every_refusal_stands_in_the_table_and_no_other():
    rows = re.findall(r"^\| (\d{3}) \| `(\w+)` \|", TEXT, re.M)
    known = {(str(status), word) for status, (word, _sentence) in WORDS.items()}
    assert set(rows) == known | {("409", "key_reused")}


def test_every_filter_stands_in_the_table_and_no_other():
    rows = dict(re.findall(r"^\| `(/[a-z-]+)` \| (.+) \|$", TEXT, re.M))
    found = {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in rows.items()}
    assert found == {
        operation.path.removeprefix("/api/v1"): {
            field.name for field in operation.parameters
        }
        - {"limit", "cursor"}
        for operation in operations(description())
        if operation.method == "GET" and "{" not in operation.path
    }
