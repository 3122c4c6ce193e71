"""Catalogues of the slices become one when the product runs: the first slice's words would stand on every page."""

import io
from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

import kaname

CATALOGUES = sorted(Path(kaname.__path__[0]).glob("*/locale/ja/LC_MESSAGES/django.po"))


def test_the_same_text_has_the_same_words_in_every_slice():
    words = defaultdict(set)
    for path in CATALOGUES:
        for message in read_po(io.BytesIO(path.read_bytes())):
            if message.id:
                words[message.context, message.id].add(str(message.string))
    assert len(words) > 1_000
    assert {text: said for text, said in words.items() if len(said) > 1} == {}
