"""Japanese names with their romanisation: common family and given names, put together by chance."""

from __future__ import annotations

from importlib.resources import files

import yaml

from kaname.demo.chance import Purpose, chance

# Kept for the member who signs in and improves after a new talk.
IMPROVER = "佐藤 美咲"


def names(count: int, *, seed: int) -> list[tuple[str, str]]:
    """Name and mail name of person 0, 1, 2 …: no two alike; the same however many are asked for.

    Raises
    ------
    ValueError
        If there are more people than names.
    """
    known = yaml.safe_load(files(__package__).joinpath("names.yaml").read_text(encoding="utf-8"))
    pool = [
        (f"{family} {given}", f"{family_mail}.{given_mail}")
        for family, family_mail in known["families"].items()
        for given, given_mail in known["givens"].items()
        if f"{family} {given}" != IMPROVER
    ]
    if count > len(pool):
        raise ValueError(f"there are {len(pool)} names, not {count}")
    order = chance(seed, Purpose.NAMES).permutation(len(pool))
    return [pool[number] for number in order[:count]]
