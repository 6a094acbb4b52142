#!/usr/bin/env python3
"""Start Assembly with nothing but Python: python3 start.py

Fetches what the lock names into .venv beside this file, once, then becomes the `assembly` command with every word
that follows; no word means `serve`. It is written so that an old Python can read it far enough to say it is too old.
"""

import os
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
RUN_LOCK, SERVER_LOCK, TEST_LOCK = "requirements.txt", "requirements-server.txt", "requirements-test.txt"
WORDS_THAT_TEST = ("test", "bench")
STAMP = "assembly-parts.txt"  # what is installed: written last, so without it a .venv is half made
HALF_DONE = "assembly-half-done.txt"  # stands while pip works
NO_INTERNET = ("NewConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError", "NameResolutionError")


class NotReady(Exception):
    """A sentence for the person at the keyboard."""


def main(words):
    words = words or ["serve"]
    if words[0].startswith("-") and words[0] not in ("-h", "--help", "--version"):
        words = ["serve"] + words
    try:
        check_python(sys.version_info)
        python = make_ready(FOLDER, lock_for(words[0], os.environ))
    except NotReady as sentence:
        sys.stderr.write("%s\n" % sentence)
        return 1
    except EnvironmentError as problem:
        sys.stderr.write("Assembly could not make itself ready: %s\n" % problem)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped before everything was ready. The next start begins again.\n")
        return 130
    return become(python, words)


def lock_for(word, environ):
    """The lock that names what this word needs; with Postgres or Redis, their drivers too."""
    if word in WORDS_THAT_TEST:
        lock = TEST_LOCK
    elif environ.get("ASSEMBLY_REDIS_URL") or environ.get("ASSEMBLY_DATABASE_URL", "").startswith("postgres"):
        lock = SERVER_LOCK
    else:
        lock = RUN_LOCK
    return lock


def check_python(version):
    if tuple(version[:2]) < (3, 11):
        raise NotReady("Assembly needs Python 3.11 or newer; this is %d.%d." % tuple(version[:2]))


def make_ready(folder, lock):
    """The Python inside .venv, with every part of the lock installed."""
    place = os.path.join(folder, ".venv")
    wanted = pins(os.path.join(folder, lock))
    if not wanted <= installed(place):
        with one_at_a_time():
            if not wanted <= installed(place):
                check_folder(folder)
                check_venv()
                sys.stderr.write("Making things ready, once: about a minute.\n")
                make_venv(place)
                install(place, os.path.join(folder, lock), wanted)
    return python_in(place)


def pins(lock):
    """Every name==version of a lock."""
    with open(lock) as lines:
        return {line.split()[0] for line in lines if line[:1].isalnum()}


def installed(place):
    """What the stamp says; nothing if it belongs to a Python that has gone or changed since."""
    try:
        with open(os.path.join(place, STAMP)) as stamp:
            made_by, parts = stamp.readline().strip(), set(stamp.read().split())
    except (OSError, UnicodeDecodeError):
        return set()
    python = os.path.realpath(python_in(place))
    return parts if made_by == python and os.path.exists(python) else set()


def python_in(place):
    return os.path.join(place, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def one_at_a_time():
    """Two first starts at once would pull the ground from under each other: the second waits. The lock is this file."""
    door = open(os.path.abspath(__file__))
    try:
        import fcntl

        fcntl.flock(door, fcntl.LOCK_EX)
    except (ImportError, OSError):
        pass
    return door


def check_folder(folder):
    if not os.access(folder, os.W_OK):
        raise NotReady("Assembly cannot write into %s: put it into a folder of your own and start again." % folder)


def check_venv():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = "%d.%d" % sys.version_info[:2]
        if os.path.exists("/etc/debian_version"):
            cure = "please run: sudo apt install python%s-venv" % version
        else:
            cure = "please install what your system calls Python's venv and ensurepip"
        raise NotReady("This Python %s comes without venv; %s" % (version, cure))


def make_venv(place):
    import shutil

    if os.path.isdir(place) and (not installed(place) or os.path.exists(os.path.join(place, HALF_DONE))):
        shutil.rmtree(place)
    if not os.path.isdir(place):
        code, output = hear([sys.executable, "-m", "venv", place])
        if code:
            raise NotReady("Python could not make the folder %s:\n%s" % (place, last_lines(output)))


def install(place, lock, wanted):
    before = installed(place)
    half_done, stamp = os.path.join(place, HALF_DONE), os.path.join(place, STAMP)
    open(half_done, "w").close()
    if before and not before <= wanted:
        os.remove(stamp)  # versions change: if this is cut short, nothing can be trusted
    code, output = hear(
        [python_in(place), "-I", "-m", "pip", "install", "--require-hashes", "--requirement", lock]
        + ["--no-input", "--progress-bar", "off", "--disable-pip-version-check", "--no-warn-script-location"]
    )
    if code and before:
        write_stamp(place, before)  # pip puts back what it took out: what ran before still runs, internet or not
        os.remove(half_done)
    if code:
        raise NotReady("%s\n%s" % (reason(output), last_lines(output)))
    write_stamp(place, wanted)
    os.remove(half_done)


def write_stamp(place, parts):
    stamp = os.path.join(place, STAMP)
    with open(stamp + ".new", "w") as new:
        new.write("\n".join([os.path.realpath(python_in(place))] + sorted(parts)) + "\n")
    os.replace(stamp + ".new", stamp)


def reason(output):
    if "DO NOT MATCH THE HASHES" in output:
        return "A part that arrived is not the one the lock names, so nothing was installed. pip says:"
    if any(
        sign in output for sign in ("NewConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError")
    ):
        return "The first start needs the internet, and it could not be reached. pip says:"
    return "The parts Assembly is made of could not be installed. pip says:"


def last_lines(output, count=4):
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("Ignoring ")]
    return "\n".join("    " + line[:200] for line in lines[-count:])


def hear(command):
    """Run a command quietly: its exit code and everything it said."""
    environment = dict(os.environ, PIP_USER="0")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    output = process.communicate()[0].decode("utf-8", "replace")
    return process.returncode, output


def become(python, words):
    """Run the assembly command in place of this one, from the folder the person stands in."""
    paths = [FOLDER] + [path for path in [os.environ.get("PYTHONPATH")] if path]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(paths))
    command = [python, "-P", "-m", "assembly"] + words  # -P: an `assembly` lying in the person's folder is not ours
    sys.stdout.flush()
    if os.name == "nt":
        try:
            return subprocess.call(command, env=environment)
        except KeyboardInterrupt:
            return 130
    os.execve(python, command, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
