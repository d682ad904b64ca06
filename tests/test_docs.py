"""The documents tell the truth: each command, option and key that exists stands in the user guide."""

from __future__ import annotations

from pathlib import Path

import typer

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8")


def commands():
    from cxworkbench.commands.line import app, load_commands

    load_commands()
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        if not command.hidden:
            yield from (
                ((f"{name} {sub}", one) for sub, one in getattr(command, "commands", {}).items())
                if hasattr(command, "commands")
                else [(name, command)]
            )


def test_every_command_is_in_the_user_guide_and_has_help():
    found = list(commands())
    assert len(found) >= 10
    for name, command in found:
        assert f"`{name} " in GUIDE, name
        assert command.help, name
        for option in command.params:
            assert getattr(option, "help", None) or option.param_type_name == "argument", (name, option.name)


def test_every_key_of_a_table_is_in_the_user_guide():
    from ui.tables.commands import TABLE_COMMANDS

    for command in TABLE_COMMANDS:
        assert command.text in GUIDE, command.id
        assert command.keys[0] in GUIDE, command.id


def test_the_pictures_of_the_guide_exist():
    import re

    for picture in re.findall(r"\]\((pictures/[^)]+)\)", GUIDE):
        assert (ROOT / "docs" / picture).stat().st_size > 10_000, picture


def test_every_decision_record_is_one_page():
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 60, path.name
