"""Where a plan lies is told from its path, its marker files and the list of mounts."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from db.places import NETWORK, REMOVABLE, SYNC, Place, place_of

HOME = PurePosixPath("/home/anna")
MAC = PurePosixPath("/Users/anna")
WINDOWS = PureWindowsPath(r"C:\Users\Anna")

MOUNTS = """\
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
/dev/nvme0n1p3 /home ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
server:/plans /srv/plans nfs4 rw,vers=4.2 0 0
//nas/share /mnt/nas cifs rw 0 0
anna@host:/ /home/anna/remote fuse.sshfs rw 0 0
host /mnt/host 9p rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sda1 /media/anna/BLUE\\040STICK vfat rw 0 0
/dev/sdb1 /run/media/anna/CARD exfat rw 0 0
/dev/fuse /run/user/1000/doc fuse.portal rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/anna/OneDrive/plans/p.cxplan", "OneDrive"),
        ("/home/anna/OneDrive - Larkfield Energy/p.cxplan", "OneDrive"),
        ("/Users/anna/Library/CloudStorage/OneDrive-Larkfield/p.cxplan", "OneDrive"),
        ("/home/anna/Dropbox/p.cxplan", "Dropbox"),
        ("/home/anna/Dropbox (Larkfield)/cx/p.cxplan", "Dropbox"),
        ("/home/anna/Google Drive/p.cxplan", "Google Drive"),
        ("/Users/anna/Library/CloudStorage/GoogleDrive-anna@example.org/My Drive/p.cxplan", "Google Drive"),
        ("/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/p.cxplan", "iCloud Drive"),
        ("/home/anna/Nextcloud/p.cxplan", "Nextcloud"),
        ("/home/anna/ownCloud/p.cxplan", "ownCloud"),
        ("/home/anna/Box/p.cxplan", "Box"),
        ("/home/anna/Box Sync/p.cxplan", "Box"),
        ("/home/anna/pCloudDrive/p.cxplan", "pCloud"),
    ],
)
def test_folders_of_services_are_known_by_their_names(path: str, service: str) -> None:
    home = MAC if path.startswith("/Users") else HOME
    assert place_of(PurePosixPath(path), home=home, mounts=MOUNTS) == Place(SYNC, service)


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\Anna\OneDrive - Larkfield\p.cxplan", "OneDrive"),
        (r"C:\Users\Anna\iCloudDrive\p.cxplan", "iCloud Drive"),
        (r"D:\Dropbox\p.cxplan", "Dropbox"),
        (r"C:\Users\Anna\Box\p.cxplan", "Box"),
    ],
)
def test_and_on_windows(path: str, service: str) -> None:
    assert place_of(PureWindowsPath(path), home=WINDOWS, drive=3) == Place(SYNC, service)


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".nextcloudsync.log", "Nextcloud")],
)
def test_folders_of_any_name_are_known_by_what_services_leave_in_them(marker: str, service: str) -> None:
    there = PurePosixPath("/home/anna/Work") / marker
    place = place_of(
        PurePosixPath("/home/anna/Work/cx/p.cxplan"),
        home=HOME,
        mounts=MOUNTS,
        exists=lambda one: one == there,
    )
    assert place == Place(SYNC, service)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/srv/plans/p.cxplan", Place(NETWORK, "/srv/plans")),
        ("/mnt/nas/cx/p.cxplan", Place(NETWORK, "/mnt/nas")),
        ("/home/anna/remote/p.cxplan", Place(NETWORK, "/home/anna/remote")),
        ("/mnt/host/p.cxplan", Place(NETWORK, "/mnt/host")),
        ("/run/user/1000/gvfs/smb-share:server=nas/p.cxplan", Place(NETWORK, "/run/user/1000/gvfs")),
        ("/media/anna/BLUE STICK/p.cxplan", Place(REMOVABLE, "BLUE STICK")),
        ("/run/media/anna/CARD/p.cxplan", Place(REMOVABLE, "CARD")),
    ],
)
def test_drives_are_known_by_the_list_of_mounts(path: str, place: Place) -> None:
    assert place_of(PurePosixPath(path), home=HOME, mounts=MOUNTS) == place


def test_drives_of_windows_and_of_a_mac() -> None:
    unc = PureWindowsPath(r"\\server\plans\p.cxplan")
    assert place_of(unc, home=WINDOWS) == Place(NETWORK, r"\\server\plans")
    assert place_of(PureWindowsPath(r"S:\p.cxplan"), home=WINDOWS, drive=4) == Place(NETWORK, "S:")
    assert place_of(PureWindowsPath(r"E:\p.cxplan"), home=WINDOWS, drive=2) == Place(REMOVABLE, "E:")
    assert place_of(PurePosixPath("/Volumes/STICK/p.cxplan"), home=MAC) == Place(REMOVABLE, "STICK")


@pytest.mark.parametrize(
    "path",
    [
        "/home/anna/p.cxplan",
        "/home/anna/Documents/Box/p.cxplan",
        "/home/anna/Documents/My Drive plans/p.cxplan",
        "/home/anna/Dropboxes/p.cxplan",
        "/home/anna/Inbox/p.cxplan",
        "/home/anna/Sandbox/p.cxplan",
        "/home/anna/remote-work/p.cxplan",
        "/home/anna/network/p.cxplan",
        "/tmp/p.cxplan",
        "/media/p.cxplan",
        "/run/user/1000/doc/p.cxplan",
        "/srv/plans2/p.cxplan",
    ],
)
def test_ordinary_places_are_not_spoken_of(path: str) -> None:
    assert place_of(PurePosixPath(path), home=HOME, mounts=MOUNTS) is None


def test_a_local_drive_of_windows_is_ordinary() -> None:
    assert place_of(PureWindowsPath(r"C:\Plans\p.cxplan"), home=WINDOWS, drive=3) is None


def test_a_list_of_mounts_that_makes_no_sense_says_nothing() -> None:
    assert place_of(PurePosixPath("/home/anna/p.cxplan"), home=HOME, mounts="\x00\n a \n\\999 b c\n") is None
