"""The page on which somebody writes: what stands in its form, what is kept of it, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaname.feedback.composing.composer import WEEKS, Composer, composer_of, weeks_asked
from kaname.feedback.composing.drafting import appended, called, draft_of
from kaname.feedback.errors import FeedbackError
from kaname.feedback.forms.composing import ComposeForm
from kaname.feedback.mark_lines import as_typed, known_names, mark_lines
from kaname.feedback.models import MOST_CHARACTERS, Draft, Kind, Visibility
from kaname.feedback.operations import keep_draft
from kaname.feedback.phrasing.phrased import phrased
from kaname.goals.reader import Reader
from kaname.people.models import Person

MOST_PICKED, LONGEST_KEY = 40, 100


@dataclass(frozen=True)
class Writing:
    """What is in the form: words, who may read them, points that are ticked, marks that were left as they are."""

    text: str = ""
    visibility: str = ""
    picked: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    drafted: str = ""

    @classmethod
    def typed(cls, post: QueryDict) -> Writing:
        picked = [*post.getlist("mention"), *post.getlist("suggest")]
        visibility = post.get("visibility", "")
        return cls(
            as_typed(post.get("text", "")),
            visibility if visibility in Visibility.values else "",
            _few(picked),
            _few([*post.getlist("left"), *post.getlist("leave")]),
            as_typed(post.get("drafted", "")),
        )

    def saying(self, text: str) -> Writing:
        return replace(self, text=text)


@dataclass
class Page:
    """Who writes to whom, and how far back the evidence goes; `back` is where to go when it is sent."""

    author: Person
    receiver: Person
    reader: Reader
    kind: str = Kind.FEEDBACK
    weeks: str | None = None
    back: str = ""

    @cached_property
    def kept(self) -> Writing:
        """The draft of the pair; thanks never begin with a point for improvement."""
        row = Draft.objects.of_author(self.reader.user).filter(receiver=self.receiver, kind=self.kind).first()
        return Writing(row.text, row.visibility, tuple(row.picked), tuple(row.left)) if row else Writing()

    def composer(self, writing: Writing) -> Composer | None:
        """Thanks need no numbers."""
        if self.kind == Kind.THANKS:
            return None
        weeks = weeks_asked(self.weeks)
        return composer_of(self.receiver, reader=self.reader, weeks=weeks, picked=writing.picked)

    def keep(self, writing: Writing) -> None:
        keep_draft(
            author=self.author,
            receiver=self.receiver,
            kind=self.kind,
            text=writing.text,
            visibility=writing.visibility,
            picked=writing.picked,
            left=writing.left,
            at=self.reader.at,
        )

    def form(self, writing: Writing, *, bound: bool = False) -> ComposeForm:
        values = {"text": writing.text, "visibility": writing.visibility}
        if bound:
            return ComposeForm(values)
        return ComposeForm(initial={**values, "visibility": writing.visibility or Visibility.PRIVATE})

    def mentioned(self, writing: Writing) -> list[dict[str, str]]:
        """What was ticked, as it read when it was sent."""
        composer = self.composer(writing) if writing.picked else None
        return [{"key": one.key, "text": one.text} for one in composer.mentioned] if composer else []


@dataclass(frozen=True)
class Drafted:
    """The form with the draft in it; `problem` says why there is none, or why a service did not phrase it."""

    writing: Writing
    problem: str = ""


def drafted(page: Page, writing: Writing) -> Drafted:
    """What is ticked in whole sentences, below what was typed; where nothing is, the best of it is ticked."""
    composer = page.composer(writing)
    if composer is None:
        return Drafted(writing)
    if not composer.mentioned and composer.suggested is None:
        composer = replace(composer, picked=frozenset(composer.beginning))
        writing = replace(writing, picked=composer.beginning)
    name = called(page.receiver.name, language=page.reader.language)
    seed = f"{page.author.key} {page.receiver.key} {page.reader.today}"
    draft = draft_of(composer, name=name, language=page.reader.language, seed=seed)
    if not draft:
        return Drafted(writing, _("The numbers show nothing special to begin with. Write what you saw yourself."))
    problem = ""
    try:
        draft = phrased(draft, language=page.reader.language, also=name)
    except FeedbackError as error:
        problem = str(error)
    text = appended(writing.text, draft, earlier=writing.drafted)
    return Drafted(replace(writing, text=text, drafted=draft), problem)


def composer_context(page: Page, writing: Writing | None = None, *, bound: bool = False) -> dict[str, Any]:
    """What `feedback/_composer.html` shows; other pages may include it with a Page of their own."""
    writing = page.kept if writing is None else writing
    return {
        "receiver": page.receiver,
        "form": page.form(writing, bound=bound),
        "kind": page.kind,
        "next": page.back,
        "composer": page.composer(writing),
        "all_weeks": WEEKS,
        "most": MOST_CHARACTERS,
        "left": writing.left,
        "drafted": writing.drafted,
        "marks": mark_lines(writing.text, names=known_names(page.receiver, reader=page.reader), left=writing.left),
    }


def _few(values: list[str]) -> tuple[str, ...]:
    """Each once; what no page of ours sends is cut off."""
    return tuple(dict.fromkeys(value[:LONGEST_KEY] for value in values if value))[:MOST_PICKED]
