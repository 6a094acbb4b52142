"""Static files: whole copies, compressed, for every process that shares the instance folder."""

import os
from concurrent.futures import ThreadPoolExecutor

from werkzeug.test import Client

from assembly.shell.static_files import STATIC, digest, files, put_a_whole_copy, serve_static_files


def test_processes_that_start_at_the_same_moment_end_with_one_whole_copy(tmp_path):
    copy = tmp_path / "static" / digest()
    with ThreadPoolExecutor(8) as starting:
        list(starting.map(put_a_whole_copy, [copy] * 8))
    assert os.listdir(copy.parent) == [copy.name]
    assert {file.relative_to(STATIC) for file in files(STATIC)} <= {file.relative_to(copy) for file in files(copy)}


def test_a_phone_gets_it_compressed_and_keeps_it(app):
    serve_static_files(app)
    answer = Client(app.wsgi_app).get("/static/live.js", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


def test_copies_of_yesterdays_versions_are_taken_off(app):
    shelf = app.config["INSTANCE"] / "static"
    (shelf / "yesterday").mkdir(parents=True)
    (shelf / "just now").mkdir()
    os.utime(shelf / "yesterday", (1, 1))
    serve_static_files(app)
    assert sorted(os.listdir(shelf)) == sorted([digest(), "just now"])
