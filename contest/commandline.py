"""The command line in Vietnamese: click says its own sentences through gettext's two functions, which are ours here.

Its modules hold these functions by name, and a catalogue of the standard library would be chosen by the machine's language;
here it is always the same.
"""

from __future__ import annotations

import sys

import click

from contest.messages.commandline import CLICK


def translated(message: str) -> str:
    """Give a sentence of click in Vietnamese; one that the catalogue does not hold stays as it is."""
    return CLICK.get(message, message)


def translated_plural(one: str, many: str, count: int) -> str:
    """Give the sentence for so many."""
    return translated(one if count == 1 else many)


def speak_vietnamese() -> None:
    """Let click say its own sentences in Vietnamese from here on."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == click.__name__:
            for held, ours in (("_", translated), ("ngettext", translated_plural)):
                if hasattr(module, held):
                    setattr(module, held, ours)
