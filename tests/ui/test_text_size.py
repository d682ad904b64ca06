"""Larger text: the program makes its window anew on the same plan and page, and remembers the size."""

from __future__ import annotations

import subprocess
import sys
import textwrap

#: In a process of its own: an application is made once in each.
SCRIPT = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QTimer
    import ui.app as app

    made = app.Application(Path(sys.argv[1]))

    def larger():
        made.window.open_section("history", "")
        made.window.actions_.run("view.larger")
        QTimer.singleShot(300, look)

    def look():
        window = made.window
        print(window.theme.scale, window.pages.section, window.plan.path.name, window.plan.can_edit)
        print(window.settings.scale, window.status.scale.text())
        window.close()

    made.window.plan_shown.connect(lambda: QTimer.singleShot(100, larger))
    sys.exit(made.run())
    """
)


def test_the_window_comes_back_larger_on_the_same_page(sample):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(sample)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["1.1 history larkfield.cxplan True", "1.1 110%"]


COPYING = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QTimer
    import ui.app as app

    made = app.Application(Path(sys.argv[1]))

    def copy():
        window = made.window
        window.open_section("stakeholders", "")
        page = window.pages.currentWidget()
        page.show_part("person")
        table = page.tables["person"]
        table.view.go_to(0, 0)
        table.acts.run("copy")
        print(made.qt.clipboard().text())
        window.close()

    made.window.plan_shown.connect(lambda: QTimer.singleShot(100, copy))
    sys.exit(made.run())
    """
)


def test_the_program_ends_well_after_something_was_copied(sample):
    done = subprocess.run(
        [sys.executable, "-c", COPYING, str(sample)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip()
    assert done.returncode == 0, done.stderr
