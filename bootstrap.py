"""Sets up CX Workbench and starts it: ``python3 bootstrap.py run``, or ``python3 bootstrap.py test``.

Standard library only, in words that a Python as old as 3.6 can read, so that it can say what it lacks.
Everything goes into ``.venv`` beside this file; the system's Python is left alone.
"""

import ctypes
import functools
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - somebody with an older one is whom this sentence is for
    found = "{}.{}".format(*sys.version_info[:2])
    sys.stderr.write("CX Workbench needs Python 3.11 or newer; this is Python " + found + ".\n")
    sys.exit(3)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "cxworkbench-set-up"
CANNOT_SET_UP = 3

USAGE = """\
python3 bootstrap.py run [arguments]    sets up everything and opens the window on the sample programme;
                                        with arguments: the program is started with these
python3 bootstrap.py test [arguments]   sets up everything and runs all checks and tests
    --slow    the long forms of the tests too
    --all     the tests that need a screen of their own and a printer too (as root: installs both)
    the rest goes to pytest, for example  -k verdict  or  -n 0\
"""

# The shared libraries that Qt loads, and the Debian packages that hold them (docs/decisions/003-pyside.md).
# PySide6 cannot be imported without the first group.
QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
PRINTERS = {"libcups.so.2": "libcups2"}
FOR_ALL_TESTS = [
    *("xvfb", "xauth", "xdotool", "openbox", "imagemagick", "x11-apps", "dbus"),
    *("at-spi2-core", "python3-pyatspi", "gir1.2-atspi-2.0"),
    *("cups", "cups-client", "cups-filters", "printer-driver-cups-pdf", "ghostscript"),
]


class SetUpError(Exception):
    """Something is missing that this file cannot get; the message says what, and what to do."""


def say(text: str) -> None:
    """One line of progress, at once."""
    print(text, flush=True)


def last_words(text: str) -> str:
    """The last line of a tool's complaint, which is where it says what is wrong."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no message")


# --- system libraries (Linux) ---


def missing(libraries: Mapping[str, str], load: Callable[[str], object] = ctypes.CDLL) -> dict[str, str]:
    """The loader's own message for each library that cannot be loaded."""
    complaints = {}
    for name in libraries:
        try:
            load(name)
        except OSError as error:
            complaints[name] = str(error)
    return complaints


def packages_of(libraries: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """The Debian packages that hold these libraries, each once, in a steady order."""
    return list(dict.fromkeys(libraries[name] for name in names))


def apt_line(packages: Iterable[str]) -> str:
    """What a person types to install the packages."""
    return "sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def may_install() -> bool:
    """Whether this is a Debian-like system on which we are root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_get(*arguments: str) -> str:
    """Run apt-get without questions; its last line if it failed, else nothing."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-qq", *arguments], env=environ, capture_output=True, text=True, check=False
    )
    return last_words(done.stderr or done.stdout) if done.returncode else ""


@functools.cache
def refresh_package_lists() -> None:
    """Once a run. A failure is left to the installation, which then says what it lacks."""
    apt_get("update")


def install(packages: Iterable[str]) -> None:
    """Install Debian packages as root; a failure is told, and the caller looks again at what is there."""
    wanted = list(packages)
    say("Installing from the system's packages: " + " ".join(wanted))
    refresh_package_lists()
    trouble = apt_get("install", "-y", "--no-install-recommends", *wanted)
    if trouble:
        say("apt-get could not install them: " + trouble)


def lacking(libraries: Mapping[str, str]) -> dict[str, str]:
    """The loader's message for each library that is missing, after installing where we may."""
    complaints = missing(libraries)
    if complaints and may_install():
        install(packages_of(libraries, complaints))
        complaints = missing(libraries)
    return complaints


def x_server_answers() -> bool:
    """Whether the X server that DISPLAY names lets us in. Where it does not, Qt would end with abort()."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def why_no_window(
    environ: Mapping[str, str], platform: str, x_answers: Callable[[], bool] = x_server_answers
) -> str:
    """Empty if a window can be seen here; else the reason."""
    chosen = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen in {"offscreen", "minimal"}:
        return "QT_QPA_PLATFORM=" + chosen + " hides the window"
    if chosen or not platform.startswith("linux") or environ.get("WAYLAND_DISPLAY"):
        return ""
    if not environ.get("DISPLAY"):
        return "there is no screen here"
    if not x_answers():
        return "the screen " + environ["DISPLAY"] + " does not answer"
    complaints = lacking(X_WINDOW)
    return "it needs this first: " + apt_line(packages_of(X_WINDOW, complaints)) if complaints else ""


# --- the environment in .venv ---


def venv_python() -> Path:
    """The Python inside ``.venv``."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(root: Path) -> str:
    """Changes with the dependencies, the Python and the folder: then the environment is set up again."""
    content = b"".join((root / name).read_bytes() for name in ("requirements.lock", "pyproject.toml"))
    return hashlib.sha256(content + sys.version.encode() + str(root).encode()).hexdigest()


def is_set_up() -> bool:
    """Whether the last set-up ran to its end and still fits."""
    return (
        STAMP.is_file() and venv_python().exists() and STAMP.read_text(encoding="utf-8") == fingerprint(ROOT)
    )


def inside(*arguments: str, quiet: bool = False) -> "subprocess.CompletedProcess[str]":
    """Run the Python of ``.venv``, from the project's folder."""
    environ = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [str(venv_python()), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=quiet, text=True, check=False)


def make_environment() -> None:
    """Make ``.venv``, unless one of this very Python, with pip, stands there."""
    if venv_python().exists():
        answer = inside("-c", "import sys, pip; print(sys.version)", quiet=True)
        if answer.returncode == 0 and answer.stdout.strip() == sys.version.strip():
            return
    # What runs this may be the Python of .venv itself: ours is made by the one below it.
    maker = getattr(sys, "_base_executable", sys.executable)
    made = subprocess.run(
        [maker, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetUpError(
            "Python could not make the folder .venv: "
            + (made.stderr or made.stdout).strip()
            + "\nOn Debian and Ubuntu the part that does it is a package of its own: "
            + apt_line(["python3-venv"])
        )


def pip_install(*arguments: str) -> None:
    """Install into ``.venv``; pip's own complaint is shown as it is."""
    if inside("-m", "pip", "install", "-qq", "--no-input", *arguments).returncode:
        raise SetUpError(
            "pip could not install what stands in requirements.lock; its message is above. Nothing outside "
            ".venv was changed.\nIt needs a way to the package index, and on Linux glibc 2.34 or newer, as "
            "in Debian 12 and Ubuntu 22.04. The same command goes on from here."
        )


def set_up() -> None:
    """Make ``.venv`` as requirements.lock says; the stamp comes last, so that a broken run is done again."""
    STAMP.unlink(missing_ok=True)
    say("Setting up (1 of 3): a Python environment of its own in .venv")
    make_environment()
    say("Setting up (2 of 3): the libraries of requirements.lock (takes a minute the first time)")
    pip_install("--only-binary", ":all:", "--require-hashes", "-r", "requirements.lock")
    say("Setting up (3 of 3): CX Workbench itself")
    pip_install("--no-deps", "--no-build-isolation", "-e", ".")
    loaded = inside("-c", "import PySide6.QtWidgets", quiet=True)
    if loaded.returncode:
        raise SetUpError("PySide6 is installed but does not load: " + last_words(loaded.stderr))
    # So that the first start is as quick as the second.
    inside("-m", "compileall", "-q", "cxworkbench", "db", "ui", "resources", quiet=True)
    STAMP.write_text(fingerprint(ROOT), encoding="utf-8")


# --- run and test ---


def run_call(arguments: list[str], no_window: str) -> list[str]:
    """What ``run`` starts: the program with the arguments given, else the sample, in a window if it can."""
    start = [str(ROOT / "main.py")]
    if arguments:
        return start + arguments
    return [*start, "demo", "--to", str(ROOT / "out")] if no_window else [*start, "--sample"]


def pytest_call(arguments: list[str]) -> list[str]:
    """What ``test`` starts: pytest on two processes, a file of tests staying in one of them."""
    rest = [argument for argument in arguments if argument != "--all"]
    everything = ["--run-desktop", "--run-printer"] if "--all" in arguments else []
    return ["-m", "pytest", "-n", "2", "--dist", "loadfile", *everything, *rest]


def prepare_all_tests() -> None:
    """The packages that tests of real windows and printers need."""
    if shutil.which("dpkg-query") is None:
        raise SetUpError("--all needs Debian or Ubuntu: " + " ".join(FOR_ALL_TESTS))
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *FOR_ALL_TESTS]
    known = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    wanted = [package for package in FOR_ALL_TESTS if package + " installed" not in known]
    if wanted and not may_install():
        raise SetUpError("--all needs more of the system: " + apt_line(wanted))
    if wanted:
        install(wanted)


def start(call: list[str], environ: Mapping[str, str]) -> int:
    """Hand over to the program; its exit code is ours."""
    command = [str(venv_python()), *call]
    if os.name != "nt":  # on Windows execve would return to the prompt before the program ends
        sys.stdout.flush()
        os.execve(command[0], command, environ)
    return subprocess.run(command, env=environ, check=False).returncode


def prepare(task: str, arguments: list[str]) -> "tuple[list[str], dict[str, str]]":
    """Set up what the task needs; its call and its environment.

    Raises:
        SetUpError: something is missing that only the person at the keyboard can get.
    """
    first_time = not is_set_up()
    if sys.platform.startswith("linux"):
        complaints = lacking(QT)
        if complaints:
            raise SetUpError(
                "\n    ".join(("Qt cannot start on this system:", *complaints.values()))
                + "\nTo mend it: "
                + apt_line(packages_of(QT, complaints))
            )
        no_printers = lacking(PRINTERS) if first_time else {}
        if no_printers:
            say("No printer will be found before this: " + apt_line(packages_of(PRINTERS, no_printers)))
    if first_time:
        set_up()
    environ = dict(os.environ)
    if task == "test":
        if "--all" in arguments:
            prepare_all_tests()
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.chdir(ROOT)
        return pytest_call(arguments), environ
    no_window = why_no_window(environ, sys.platform)
    if no_window:
        environ["QT_QPA_PLATFORM"] = "offscreen"
        if not arguments:
            say("No window: " + no_window + ". The same job is done without one.")
    return run_call(arguments, no_window), environ


def main(arguments: list[str]) -> int:
    """Do one of the two tasks; 2 for wrong usage, 3 if it cannot be set up, else what the program gives."""
    if not arguments or arguments[0] not in {"run", "test"}:
        asked = bool(arguments) and arguments[0] in {"-h", "--help"}
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    try:
        call, environ = prepare(arguments[0], arguments[1:])
    except SetUpError as trouble:
        print(trouble, file=sys.stderr)
        return CANNOT_SET_UP
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return start(call, environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
