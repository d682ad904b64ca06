"""What a screen reader is told of the program that the arguments start: run by the system's Python, which has pyatspi.

Each line of standard input is answered by a line, "told" and JSON (others share this output): "tree" gives the window's tree (role, name, description,
states), "cells NAME" a table's heads and cells, "focus" what has told that it has the keyboard since it was asked last;
"do …" hands the rest to the program and waits until that is done.
"""

import json
import subprocess
import sys
import threading
import time

import pyatspi

heard = []
STATES = {
    pyatspi.STATE_FOCUSED: "focused",
    pyatspi.STATE_SELECTED: "selected",
    pyatspi.STATE_EXPANDED: "expanded",
    pyatspi.STATE_CHECKED: "checked",
    pyatspi.STATE_ENABLED: "enabled",
    pyatspi.STATE_SHOWING: "showing",
}


def program():
    """The program in the desktop's tree."""
    for _ in range(200):
        for one in pyatspi.Registry.getDesktop(0):
            if one is not None and one.childCount and one.name == "CX Workbench":
                return one
        time.sleep(0.1)
    sys.exit("the program is not in the accessibility tree")


def described(one):
    states = one.getState()
    return {
        "role": one.getRoleName(),
        "name": one.name,
        "description": one.description,
        "states": [word for state, word in STATES.items() if states.contains(state)],
        "labelled_by": [
            relation.getTarget(0).name
            for relation in one.getRelationSet()
            if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY
        ],
    }


def walked(one, depth=0):
    if one is None or depth > 30:
        return
    told = described(one)
    yield {**told, "depth": depth}
    if told["role"] in {"table", "tree table"}:
        return
    for child in one:
        yield from walked(child, depth + 1)


def found(one, role, name):
    if one is None:
        return None
    if one.getRoleName() == role and one.name == name and one.getState().contains(pyatspi.STATE_SHOWING):
        return one
    for child in one:
        inner = found(child, role, name)
        if inner is not None:
            return inner
    return None


def cells(name):
    one = found(program(), "table", name)
    if one is None:
        return None
    table = one.queryTable()
    return {
        "heads": [table.getColumnDescription(at) for at in range(table.nColumns)],
        "rows": [
            [table.getAccessibleAt(row, at).name for at in range(table.nColumns)]
            for row in range(min(table.nRows, 5))
        ],
    }


def listen():
    def take(event):
        if event.detail1 and event.source is not None:
            heard.append({"role": event.source.getRoleName(), "name": event.source.name})

    pyatspi.Registry.registerEventListener(take, "object:state-changed:focused")
    pyatspi.Registry.start()


def answered(line):
    what, _, rest = line.strip().partition(" ")
    if what == "tree":
        return list(walked(program()))
    if what == "cells":
        return cells(rest)
    if what == "focus":
        told, heard[:] = list(heard), []
        return told
    started.stdin.write(rest + "\n")
    started.stdin.flush()
    return started.stdout.readline().strip()


started = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
if started.stdout.readline().strip() != "shown":
    sys.exit("the program did not start")
program()
threading.Thread(target=listen, daemon=True).start()
time.sleep(0.5)
print("told", json.dumps("ready"), flush=True)
for asked in sys.stdin:
    print("told", json.dumps(answered(asked)), flush=True)
started.stdin.close()
started.wait(20)
