"""Where a plan lies: a folder that a service keeps in step, another computer's disk, a stick.

Such places are supported: people use them. What they mean is said once (reliability.md, 2). Everything here looks at
names, at marker files and at the list of mounts; nothing is opened, and no network is asked.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

SYNC, NETWORK, REMOVABLE = "sync", "network", "removable"


@dataclass(frozen=True)
class Place:
    """A place that has its own rules: ``kind`` is sync, network or removable, ``name`` is what people call it."""

    kind: str
    name: str


#: Folders that services make, as they name them, wherever they lie.
_SERVICES = (
    (re.compile(r"onedrive( - .+|-.+)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"dropbox( \(.+\)|-.+)?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive(-.+)?|googledrive-.+", re.IGNORECASE), "Google Drive"),
    (
        re.compile(r"icloud ?drive|icloud~.+|com~apple~clouddocs|mobile documents", re.IGNORECASE),
        "iCloud Drive",
    ),
    (re.compile(r"nextcloud\d?", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"owncloud( - .+)?", re.IGNORECASE), "ownCloud"),
    (re.compile(r"box sync|box-box", re.IGNORECASE), "Box"),
    (re.compile(r"pcloud ?drive|pcloud ?sync|pcloudsync", re.IGNORECASE), "pCloud"),
)
#: Names that anybody might give a folder: they count directly below the person's own folder only.
_BELOW_HOME = {"box": "Box", "pcloud": "pCloud", "my drive": "Google Drive"}
#: What services leave in the folder that they keep in step.
_MARKERS = (
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
)
_NETWORK_TYPES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "9p",
    "ceph",
    "davfs",
}
_NETWORK_FUSE = {"sshfs", "gvfsd-fuse", "davfs", "glusterfs", "s3fs", "smbnetfs", "curlftpfs", "rclone"}
_WINDOWS_KINDS = {2: REMOVABLE, 4: NETWORK}


def place_of(
    path: PurePath,
    *,
    home: PurePath,
    mounts: str = "",
    drive: int = 0,
    exists: Callable[[PurePath], bool] = lambda _: False,
) -> Place | None:
    """What is particular about where a plan lies; None where nothing is.

    Args:
        path: the plan, absolute.
        home: the person's own folder.
        mounts: the text of Linux's /proc/mounts; empty elsewhere.
        drive: what Windows says of the drive (GetDriveType); 0 elsewhere.
        exists: whether a marker file is there.
    """
    service = _service(path, home, exists)
    if service:
        return Place(SYNC, service)
    if isinstance(path, PureWindowsPath):
        kind = NETWORK if path.drive.startswith("\\\\") else _WINDOWS_KINDS.get(drive, "")
        return Place(kind, path.drive) if kind else None
    return _mounted(PurePosixPath(path), mounts)


def _service(path: PurePath, home: PurePath, exists: Callable[[PurePath], bool]) -> str:
    for folder in path.parents:
        for pattern, name in _SERVICES:
            if pattern.fullmatch(folder.name):
                return name
        if folder.parent == home and _BELOW_HOME.get(folder.name.casefold()):
            return _BELOW_HOME[folder.name.casefold()]
        for marker, name in _MARKERS:
            if exists(folder / marker):
                return name
    return ""


def _mounted(path: PurePosixPath, mounts: str) -> Place | None:
    """By the mount that the path lies in: the one with the longest name."""
    best, kind = PurePosixPath("/"), ""
    for line in mounts.splitlines():
        cells = line.split()
        if len(cells) < 3:
            continue
        point = PurePosixPath(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), cells[1]))
        if path.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, cells[2]
    if kind in _NETWORK_TYPES or (
        kind.startswith("fuse") and kind.partition(".")[2].casefold() in _NETWORK_FUSE
    ):
        return Place(NETWORK, str(best))
    parts = best.parts
    by_hand = parts[:2] == ("/", "media") or parts[:3] == ("/", "run", "media")
    if by_hand and len(parts) >= 3:
        return Place(REMOVABLE, best.name)
    if parts[:2] == ("/", "Volumes") or (not mounts and path.parts[:2] == ("/", "Volumes")):
        return Place(REMOVABLE, path.parts[2] if len(path.parts) > 2 else "")
    return None


def place_here(plan: Path) -> Place | None:
    """What is particular about where a plan lies on this computer.

    Raises:
        OSError: the path can't be followed.
    """
    path = plan.resolve()
    mounts = Path("/proc/mounts")
    text = mounts.read_text(encoding="utf-8", errors="replace") if mounts.exists() else ""
    return place_of(
        path, home=Path.home(), mounts=text, drive=_windows_drive(path), exists=lambda one: Path(one).exists()
    )


def _windows_drive(path: Path) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\"))
    return 0
