"""Importing this takes PySide6's own hook out of Python's imports: the first thing that ``ui.app`` does.

The hook serves ``from __feature__ import …``, which this program doesn't use. For that it reads the source text of
every module that is imported after PySide6, numpy's and ours alike: 37 of the 350 milliseconds until the Overview
stands, and the texts stay in memory. PySide6 itself keeps Python's own function as ``builtins.__orig_import__``.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - installs the hook

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
