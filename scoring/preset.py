"""The rulebooks that ship with the product, to start from."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from scoring.rulebook import loads
from scoring.rules import Rulebook


def presets() -> Mapping[str, Traversable]:
    """Give each preset's name ("dan-van-kheo") and its TOML file, in order of name."""
    found = (each for each in files("scoring").joinpath("presets").iterdir() if each.name.endswith(".toml"))
    return {each.name.removesuffix(".toml"): each for each in sorted(found, key=lambda each: each.name)}


def preset(name: str) -> Rulebook:
    """Give the preset of that name; raise KeyError if there is none."""
    return loads(presets()[name].read_text(encoding="utf-8"))
