"""Notes in Markdown (CommonMark with tables and strikethrough) as safe HTML: what looks like HTML stays text."""

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    made.disable("image")  # a picture from elsewhere would tell its server who reads the note
    made.add_render_rule("link_open", _outside_link)
    made.add_render_rule("heading_open", _smaller_heading)
    made.add_render_rule("heading_close", _smaller_heading)
    return made


def _smaller_heading(self: RendererHTML, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    """A note stands under a heading of its page: its own begin at the third level."""
    token = tokens[index]
    token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    return self.renderToken(tokens, index, options, env)


def _outside_link(self: RendererHTML, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    tokens[index].attrSet("rel", "noopener noreferrer nofollow")
    return self.renderToken(tokens, index, options, env)


_PARSER = _parser()


def as_html(text: str) -> str:
    """Rendered and safe to show: no tags, scripts or pictures of the author's; links only to http, https and mail."""
    return str(_PARSER.render(text))
