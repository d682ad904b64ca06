"""A CUPS server of a test's own: its printer writes every job into a file."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PRINTER = "Gen"
_MODEL = "lsb/usr/cupsfilters/Generic-PDF_Printer-PDF.ppd"


@dataclass(frozen=True)
class Cups:
    """A server under way: where it answers, what was printed, and its log of pages."""

    address: str
    printed: Path
    pages: Path
    errors: Path


def is_there() -> bool:
    """Whether a server can be started here: it must be installed, and only root may."""
    return shutil.which("cupsd", path=_path()) is not None and os.geteuid() == 0


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def cups_server(folder: Path) -> Iterator[Cups]:
    """Start a server with one printer in a folder; it is stopped at the end."""
    port = _free_port()
    for name in ("spool", "spool/tmp", "cache", "run", "run/certs", "log", "etc", "etc/ppd"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name).chmod(0o755)
    made = Cups(f"127.0.0.1:{port}", folder / "out.prn", folder / "log/page_log", folder / "log/error_log")
    made.printed.touch(mode=0o666)
    made.printed.chmod(0o666)
    (folder / "etc/cupsd.conf").write_text(
        f"Listen {made.address}\nBrowsing No\nDefaultAuthType None\nWebInterface No\nLogLevel info\n"
        "PreserveJobHistory Yes\nMaxLogSize 0\n"
        "PageLogFormat %p %j %{job-name} %{sides} %{copies} %{media}\n"
        "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Location /admin>\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\nJobPrivateAccess all\nJobPrivateValues none\n"
        "<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n"
    )
    (folder / "etc/cups-files.conf").write_text(
        f"FileDevice Yes\nServerRoot {folder}/etc\nRequestRoot {folder}/spool\nTempDir {folder}/spool/tmp\n"
        f"CacheDir {folder}/cache\nStateDir {folder}/run\nErrorLog {made.errors}\n"
        f"AccessLog {folder}/log/access_log\nPageLog {made.pages}\nSystemGroup root\n"
    )
    environ = {**os.environ, "CUPS_SERVER": made.address, "PATH": _path()}
    server = subprocess.Popen(
        ["cupsd", "-f", "-c", folder / "etc/cupsd.conf", "-s", folder / "etc/cups-files.conf"],
        env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until(lambda: _answers(environ), server)
        command = ["lpadmin", "-p", PRINTER, "-E", "-v", f"file:{made.printed}", "-m", _MODEL]
        subprocess.run(command, env=environ, check=True, capture_output=True, timeout=60)
        yield made
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(environ: dict[str, str]) -> bool:
    # Asked by CUPS' own command: tests have no network of their own.
    said = subprocess.run(["lpstat", "-r"], env=environ | {"LC_ALL": "C"}, capture_output=True, check=False)
    return b"is running" in said.stdout


def _until(holds: object, server: subprocess.Popen[bytes]) -> None:
    assert callable(holds)
    for _ in range(200):
        if holds():
            return
        assert server.poll() is None, "the print server did not start"
        time.sleep(0.05)
    raise AssertionError("the print server does not answer")
