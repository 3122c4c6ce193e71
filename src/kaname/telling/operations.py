"""Changes that other slices, pages and the API make."""

from kaname.telling.channels import (
    add_channel,
    edit_channel,
    remove_channel,
    send_again,
    send_own_sample,
    send_sample,
)
from kaname.telling.choosing import Choice, choose, set_chat, set_hours
from kaname.telling.message import Message
from kaname.telling.news import announce, see, tell, tell_each

__all__ = [
    "Choice",
    "Message",
    "add_channel",
    "announce",
    "choose",
    "edit_channel",
    "remove_channel",
    "see",
    "send_again",
    "send_own_sample",
    "send_sample",
    "set_chat",
    "set_hours",
    "tell",
    "tell_each",
]
