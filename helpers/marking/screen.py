"""The desk on the screen: an anywidget that passes commands to a Desk and draws what it answers."""

import os
from html import escape
from pathlib import Path

from helpers.marking.desk import Desk
from helpers.marking.store import Refused
from helpers.show import Shown

HERE, SCRIPTS = Path(__file__).parent, ("places.js", "sheet.js", "desk.js")
NONE = "the folder was left as it was; read it again and tell what you did"


def shown(folder, article, reader):
    """The desk as a widget; words in its place where notebooks are run without anybody looking.

    Publishing and the tests say so by FIGURES, the folder to which they draw.
    """
    if "FIGURES" in os.environ:
        words = "The desk opens here when this cell is run in JupyterLab."
        return Shown("prose", f"<p>{words}</p>", words)
    try:
        return _widget(Desk(folder, article, reader))
    except Refused as refused:
        told = [f"{words}: {mend}." for words, mend in refused.problems]
        return Shown("prose", "".join(f"<p>{escape(each)}</p>" for each in told), "\n".join(told))


def _widget(desk):
    import anywidget
    import traitlets

    class Widget(anywidget.AnyWidget):
        """What is drawn is one trait; commands and their answers are messages."""

        _esm = "\n".join((HERE / each).read_text("utf-8") for each in SCRIPTS)
        _css = (HERE / "desk.css").read_text("utf-8")
        view = traitlets.Dict().tag(sync=True)

    widget = Widget(view=desk.view())
    widget.on_msg(lambda _, command, buffers: _heard(widget, desk, command, buffers))
    return widget


def _heard(widget, desk, command, buffers):
    """Do what the screen asks, and answer; whatever happens there is an answer."""
    if buffers:
        command = command | {"content": buffers[0]}
    try:
        answer = desk.do(command)
    except Exception as error:  # a fault of ours: the draft on the screen must not be lost
        told = f"{type(error).__name__}: {error}"
        answer = {"says": {"kind": "refused", "problems": [(told, NONE)], "rows": [{}]}}
    if "view" in answer:
        widget.view = answer.pop("view")
    widget.send(answer | {"done": command["do"]})
