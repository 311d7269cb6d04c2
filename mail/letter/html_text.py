"""HTML as text: words, lists, tables and where links lead. Nothing is fetched, and no picture leaves a trace."""

from __future__ import annotations

import re
from html import unescape

from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml.etree import ErrorTypes, ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from mail.letter.charsets import storable
from mail.letter.limits import HTML_AT_MOST, TAGS_AT_MOST
from mail.letter.tables import is_too_much

QUOTE_BEGINS, QUOTE_ENDS = "\ue000", "\ue001"
"""Around quoted text while it is turned into lines; kept free for that."""
_OWN_MARKS = str.maketrans("", "", QUOTE_BEGINS + QUOTE_ENDS)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}>")
_UNSEEN = ("script", "style", "head", "title", "template")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FORM = ParserConfig(css=CSS_PROFILES["strict"])


def text_of_html(html: str, *, with_form: bool = True) -> str:
    html = _CONTROL.sub("", html[:HTML_AT_MOST].translate(_OWN_MARKS))
    html = _DECLARATION.sub("", html, count=1)
    if not with_form or html.count("<") > TAGS_AT_MOST:
        return _tidy(storable(_without_form(html)))
    parser = HTMLParser(encoding="utf-8")
    try:
        page = document_fromstring(html, parser=parser) if html.strip() else None
    except ParserError:  # there is nothing in it
        return ""
    if page is None:
        return ""
    return _tidy(storable(_without_form(html) if _is_cut(parser) or is_too_much(page) else _quoted(_in_form(page))))


def _is_cut(parser: HTMLParser) -> bool:
    """Whether it was too deep within itself to be read to its end."""
    return any(error.type == ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def _in_form(page: HtmlElement) -> str:
    for styled in page.xpath("//*[@style]"):
        _leave_out_style(styled)
    for link in page.iter("a"):
        _say_where(link)
    for quote in page.iter("blockquote"):
        _mark(quote)
    return str(Inscriptis(page, _FORM).get_text())


def _without_form(html: str) -> str:
    """The words between the tags, however these stand within each other."""
    words, unseen = [], ""
    first, *rest = html.split("<")
    for piece in rest:
        tag, _, text = piece.partition(">")
        name = tag.split(maxsplit=1)[0].lower() if tag.strip() else ""
        if unseen and name == f"/{unseen}":
            unseen = ""
        elif not unseen and name in _UNSEEN:
            unseen = name
        if not unseen:
            words.append(text.strip())
    return unescape("\n".join([first, *filter(None, words)]))


def _leave_out_style(element: HtmlElement) -> None:
    """Other than that it is not to be seen: a margin may be as wide as all memory."""
    if _HIDDEN.search(element.get("style") or ""):
        element.set("style", "display: none")
    else:
        del element.attrib["style"]


def _say_where(link: HtmlElement) -> None:
    """Behind the words, where these do not say it themselves."""
    leads, words = (link.get("href") or "").strip(), " ".join(link.text_content().split())
    if not leads.lower().startswith(("http://", "https://", "mailto:")) or not words:
        return
    bare = leads.removeprefix("mailto:").rstrip("/")
    if words.rstrip("/") not in (leads.rstrip("/"), bare, bare.partition("://")[2]):
        link.tail = f" <{leads}>{link.tail or ''}"


def _mark(quote: HtmlElement) -> None:
    quote.text = f"{QUOTE_BEGINS}{quote.text or ''}"
    quote.tail = f"{QUOTE_ENDS}{quote.tail or ''}"


def _quoted(text: str) -> str:
    """With `>` before each line of what is quoted."""
    lines, depth = [], 0
    for line in text.split("\n"):
        depth += line.count(QUOTE_BEGINS)
        said = line.translate(_OWN_MARKS).rstrip()
        ends = line.count(QUOTE_ENDS)
        shown = depth - (ends if line.lstrip().startswith(QUOTE_ENDS) else 0)
        lines.append(f"{'> ' * min(max(shown, 0), 9)}{said.lstrip() if shown > 0 else said}".rstrip())
        depth = max(depth - ends, 0)
    return "\n".join(lines)


def _tidy(text: str) -> str:
    """Without more than one empty line between others."""
    lines: list[str] = []
    for line in text.replace("\xa0", " ").split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip("\n")
