"""What the manager said to people of the team: feedback read and thanked for, a praise for all, thanks."""

from __future__ import annotations

from datetime import date, time

from kaname.demo.loop.living import Stage
from kaname.feedback.models import Feedback, Kind, Visibility
from kaname.feedback.operations import language_of, send
from kaname.people.models import Person

AFTER_WORK, NEXT_MORNING = time(17, 45), time(9, 10)

OF_THE_MANAGER = (
    "先週は、最初の30秒で導入効果の数字を話す切り出しを毎日続けていましたね。"
    "「詳しく聞きたい」という反応が増え、アポイントにつながっています。\n"
    "断られた理由をメモに残しているので、チームの学びにもなっています。\n"
    "よろしければ次は、午後の早い時間にまとめて架電してみませんか。つながりやすい時間帯です。"
)
THANKS = (
    "切り出しの例文を共有してくれてありがとうございます。夕礼で話したところ、チームのみなさんがさっそく使い始めました。"
)
FOR_THE_TEAM = "休眠リストのお客様に、あきらめずに声をかけ続けてくれました。その丁寧さが新しい商談につながっています。"


def say_words(stage: Stage) -> None:
    """On the last days before today on which the team worked."""
    manager, member, days = stage.manager, stage.member, stage.working_days
    if manager is None or member is None or len(days) < 5:
        return
    read = _said(stage, manager, member, OF_THE_MANAGER, days[-5])
    read.mark_read(at=stage.moment(days[-4], NEXT_MORNING))
    read.thank(at=stage.moment(days[-4], NEXT_MORNING))
    others = [person for person in stage.members if person.pk != member.pk]
    for colleague in others[:1]:
        _said(stage, manager, colleague, FOR_THE_TEAM, days[-3], visibility=Visibility.TEAM)
    _said(stage, manager, member, THANKS, days[-2], kind=Kind.THANKS)


def _said(
    stage: Stage,
    author: Person,
    receiver: Person,
    text: str,
    day: date,
    *,
    kind: str = Kind.FEEDBACK,
    visibility: str = Visibility.PRIVATE,
) -> Feedback:
    return send(
        author=author,
        receiver=receiver,
        text=text,
        kind=kind,
        visibility=visibility,
        language=language_of(text),
        day=day,
        at=stage.moment(day, AFTER_WORK),
    )
