"""The words that people files use for roles."""

from kaname.connectors.values.texts import folded
from kaname.people.models import Role

WORDS = {
    Role.ADMINISTRATOR: "administrator admin 管理者 システム管理者",
    Role.EXECUTIVE: "executive 経営者 経営層 経営 役員",
    Role.MANAGER: "manager マネージャー マネージャ マネジャー 管理職 上長 リーダー",
    Role.MEMBER: "member メンバー 一般 担当者 担当 スタッフ staff",
}
ROLES = {folded(word): role for role, words in WORDS.items() for word in words.split()}


def role_of(text: str) -> Role | None:
    """The role that a word means; None for words that mean none."""
    return ROLES.get(folded(text))
