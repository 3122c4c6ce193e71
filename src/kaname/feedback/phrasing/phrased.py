"""A draft as a service phrases it, where one is switched on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.feedback.errors import FeedbackError
from kaname.feedback.mark_lines import parts_of_name
from kaname.feedback.models import MOST_CHARACTERS, Endpoint
from kaname.feedback.phrasing.asking import ask
from kaname.feedback.phrasing.pseudonyms import masked, put_back
from kaname.people.models import Person, Team

SYSTEM = {
    "en": (
        "You polish feedback between colleagues at work. Keep every number and every token such as [X1] exactly as it "
        "is. Keep the order: what went well, what was learned, one suggestion as an offer. No blame, no comparison "
        "with others. Answer with the text alone, in English."
    ),
    "ja": (
        "職場の同僚どうしのフィードバックの文面を自然に整えてください。数字と[X1]のような記号はそのまま残します。"
        "よかったこと、学んだこと、提案を一つ、という順序を保ち、責める言い方や他者との比較はしないでください。"
        "です・ます体の日本語で、文面だけを答えてください。"
    ),
}


def phrased(draft: str, *, language: str, also: str = "") -> str:
    """The draft itself where no service is on. Names, `also` one, and everything that it quotes, never leave.

    Raises
    ------
    FeedbackError
        service_failed, address_unsafe.
    """
    endpoint = Endpoint.in_use()
    if endpoint is None:
        return draft
    hidden = masked(draft, names=[*_names(), also])
    answer = ask(endpoint, system=SYSTEM[language], text=hidden.text)
    found = put_back(answer, hidden.hidden)
    if found is None or len(found) > MOST_CHARACTERS:
        raise FeedbackError("service_failed", problem=_("its answer is not the same message"))
    return found


def _names() -> list[str]:
    """Of all people, whole and in parts, and of teams, which may be called after a customer."""
    people = Person.objects.order_by().values_list("name", flat=True)
    return [*(part for name in people for part in parts_of_name(name)), *Team.objects.values_list("name", flat=True)]
