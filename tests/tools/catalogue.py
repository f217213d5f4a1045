#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""catalogue.py SOURCES - manifests, their shards and results, and what is done
already. The oracles are the same songs mastered one by one, and the schema of
docs/schemas."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

from toolkit import (NAME, TOOL, check, done, fails, master, run_all,
                     write_music)

SOURCES = pathlib.Path(sys.argv.pop())
TYPES = {"string": str, "integer": int, "number": (int, float),
         "null": type(None)}


def check_line(line):
    """The line is as the schema has it, as far as that goes."""
    schema = json.loads((SOURCES / "docs/schemas/results.schema.json")
                        .read_text(encoding="utf-8"))
    check(set(schema["required"]) <= set(line), line)
    for name, value in line.items():
        rule = schema["properties"][name]
        kinds = rule.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        check(not kinds or any(isinstance(value, TYPES[k]) for k in kinds),
              f"{name}: {value}")
        check("enum" not in rule or value in rule["enum"], f"{name}: {value}")


def manifest(folder, jobs):
    path = folder / "jobs.jsonl"
    path.write_text("".join(json.dumps(job) + "\n" for job in jobs))
    return path


def job(folder, number, *options):
    (folder / "out").mkdir(exist_ok=True)
    return {"input": str(folder / f"{number}.wav"),
            "output": str(folder / f"out/{number}.flac"),
            "options": ["--plain", "-l", "-20", *options]}


def songs(folder, count, seconds=3):
    for n in range(count):
        write_music(folder / f"{n}.wav", seconds, gain=0.1 + 0.02 * n)


def lines_of(path):
    lines = [json.loads(text) for text in path.read_text().splitlines()]
    for line in lines:
        check_line(line)
    return lines


def run(path, results, *options):
    return master("--manifest", path, "--results", results, "-q", *options)


def test_jobs_are_as_if_made_alone(folder):
    songs(folder, 4)
    (folder / "4.wav").write_bytes(b"no song\n" * 100)
    jobs = [job(folder, n) for n in range(5)]
    jobs[1]["options"] += ["--target", "cd"]
    path = manifest(folder, jobs)
    whole = folder / "r.jsonl"
    result = run(path, whole, "--jobs", "2")
    check(result.status == 4 and result.err.splitlines()[-1] ==
          f"{NAME}: {path}: 1 of 5 jobs failed", result)
    found = sorted(lines_of(whole), key=lambda line: line["line"])
    check([line["status"] for line in found] == [0, 0, 0, 0, 4], found)
    check("not an audio file" in found[4]["error"], found[4])
    check(abs(found[0]["loudness"] + 20) < 0.05 and
          abs(found[1]["loudness"] + 20) < 0.05, found)
    for n, options in ((0, []), (1, ["--target", "cd"])):
        done("-q", "--plain", "-l", "-20", *options, folder / f"{n}.wav", "-o",
             folder / "alone.flac", "-f")
        check((folder / "alone.flac").read_bytes() ==
              (folder / f"out/{n}.flac").read_bytes(), f"song {n} differs")


def test_shards_make_the_whole(folder):
    songs(folder, 5, 1)
    path = manifest(folder, [job(folder, n) for n in range(5)])
    seen = []
    for shard in (1, 2, 3):
        results = folder / f"{shard}.jsonl"
        check(run(path, results, f"--shard={shard}/3").status == 0)
        seen += [line["line"] for line in lines_of(results)]
    check(sorted(seen) == [1, 2, 3, 4, 5], seen)


def test_what_is_done_is_skipped(folder):
    songs(folder, 1)
    song, out = folder / "0.wav", folder / "o.flac"
    same = ["--plain", "--skip-done", song, "-o", out]
    done(*same, "-q")
    first = out.stat()
    check(done(*same).out == f"{song}: done before\n")
    os.utime(song, (1e9, 1e9))  # read again, and the same
    check(done(*same).out == f"{song}: done before\n")
    check(out.stat().st_mtime_ns == first.st_mtime_ns, "it was written anew")
    # Other settings, another mix or another master: it is to be made.
    fails(3, "exists already", *same, "-l", "-20")
    done(*same, "-l", "-20", "-f", "-q")
    fails(3, "exists already", *same)
    done(*same, "-f", "-q")
    write_music(song, 4, gain=0.3)
    fails(3, "exists already", *same)
    done(*same, "-f", "-q")
    with open(out, "r+b") as file:
        file.seek(1000)
        file.write(b"x")
    fails(3, "exists already", *same)
    (folder / "o.flac.done.json").write_text("{ broken")
    fails(3, "exists already", *same)


def test_a_killed_run_is_taken_up(folder):
    songs(folder, 12, 2)
    path = manifest(folder, [job(folder, n) for n in range(12)])
    results = folder / "r.jsonl"
    with subprocess.Popen([TOOL, "--manifest", path, "--results", results, "-q",
                           "--skip-done", "--jobs=1"]) as running:
        for _ in range(3000):
            if results.exists() and results.read_text().count("\n") >= 3:
                break
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.wait()
    before = len(lines_of(results))
    check(3 <= before < 12, f"{before} were done when it was killed")
    time.sleep(2.1)  # what a killed run left is old enough to be removed
    with open(results, "a", encoding="utf-8") as file:
        file.write('{"line": 99, "in')  # a line that was cut off
    result = run(path, results, "--skip-done")
    check(result.status == 0, result)
    texts = results.read_text().splitlines()
    check(texts[before] == '{"line": 99, "in', texts)
    after = [json.loads(text) for text in texts[before + 1:]]
    did = [line["did"] for line in after]
    check(len(after) == 12 and did.count("skipped") >= before, did)
    left = {p.name for p in (folder / "out").iterdir()}
    check(left == {f"{n}.flac{end}" for n in range(12)
                   for end in ("", ".done.json")}, left)


def test_an_interrupt_is_temporary(folder):
    songs(folder, 8, 6)
    path = manifest(folder, [job(folder, n) for n in range(8)])
    results = folder / "r.jsonl"
    command = [TOOL, "--manifest", path, "--results", results, "-q", "--jobs=1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as it:
        for _ in range(3000):
            if results.exists() and results.read_text().count("\n") >= 1:
                break
            time.sleep(0.01)
        it.send_signal(signal.SIGTERM)
        _, err = it.communicate(timeout=60)
    check(it.returncode == 75 and "interrupted; " in err and
          err.count("\n") == 1, err)
    check(all(line["status"] == 0 for line in lines_of(results)))


def test_what_is_no_manifest(folder):
    songs(folder, 1, 1)
    good = job(folder, 0)
    out = folder / "r.jsonl"
    for bad, why in ((["x"], "line 2: is not an object"),
                     ({"input": "a.wav"}, "line 2: input and output must be"),
                     (good | {"bits": 16}, "line 2: there is no member bits"),
                     (good | {"options": "-q"}, "line 2: options must be"),
                     (good, "0.flac is written by line 1 already")):
        path = manifest(folder, [good, bad])
        fails(4, why, "--manifest", path, "--results", out)
    path = folder / "jobs.jsonl"
    path.write_text("{ broken\n")
    fails(4, "line 1: ", "--manifest", path, "--results", out)
    fails(4, "cannot be read", "--manifest", folder / "none", "--results", out)
    check(not out.exists() and not (folder / "out/0.flac").exists())
    path = manifest(folder, [good])
    for words in (["--shard=3/2"], ["--shard=x"], [folder / "0.wav"],
                  ["-o", "x.flac"], ["--max-memory=5"], ["--json", "-"]):
        fails(2, "", "--manifest", path, "--results", out, *words)
    fails(2, "--results", "--manifest", path)
    fails(2, "--manifest", "--results", out, folder / "0.wav")
    # The words of a job are checked like any.
    path = manifest(folder, [good | {"options": ["--bits", "7"]}])
    result = run(path, out)
    check(result.status == 1 and lines_of(out)[-1]["status"] == 2, result)


def test_a_bound_of_memory_changes_no_byte(folder):
    songs(folder, 1, 6)
    for name, words in (("a", []), ("b", ["--max-memory=128", "--jobs=4"])):
        done("-q", "--plain", *words, folder / "0.wav", "-o",
             folder / f"{name}.flac")
    check((folder / "a.flac").read_bytes() == (folder / "b.flac").read_bytes())


if __name__ == "__main__":
    run_all([value for name, value in sorted(globals().items())
             if name.startswith("test_")])
