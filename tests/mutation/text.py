"""Changes of SQL text: a condition left out, a statement that does nothing, a lock not taken.

The scanner knows quotes, comments and parentheses, and no grammar: a text that comes out wrong is
refused by Postgres, and counts as no mutant.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""--[^\n]* | /\*.*?\*/ | '(?:[^']|'')*' | "[^"]*" | \$\w*\$
      | [A-Za-z_][A-Za-z_0-9.]* | \d+ | := | \S""",
    re.DOTALL | re.VERBOSE,
)
# What a condition stands between.
_BOUNDS = frozenset(
    re.findall(
        r"\S+",
        """where on when if elsif having then return select using order group limit for returning
        loop union into from join left inner cross set values ; , end else case begin window except
        intersect exit perform constant := check while filter do offset lateral with as default""",
    )
)
_STATEMENTS = {
    "perform": "call left out",
    "raise": "raise left out",
    "insert": "write left out",
    "update": "write left out",
    "delete": "write left out",
    "execute": "write left out",
    "set": "write left out",
}
_LOCK_WORDS = frozenset({"no", "key", "update", "share"})


class Token(NamedTuple):
    text: str
    start: int
    end: int
    depth: int


class Change(NamedTuple):
    """One mutation of a text."""

    kind: str
    what: str
    text: str


def tokens(text: str) -> Iterator[Token]:
    depth = 0
    for match in _TOKEN.finditer(text):
        if match[0].startswith(("--", "/*")):
            continue
        depth -= match[0] == ")"
        yield Token(match[0].lower(), match.start(), match.end(), depth)
        depth += match[0] == "("


def conditions(text: str) -> Iterator[Change]:
    """Each operand of an `and` or `or` is left out, and each lone condition after `where`.

    >>> [change.text for change in conditions("(one and two)")]
    ['( two)', '(one )']
    >>> [change.text for change in conditions("select 1 from t where one")]
    ['select 1 from t where true']
    """
    for group in _groups(text):
        segment: list[Token] = []
        before = "("
        for token in [*group, None]:
            if token and token.text not in _BOUNDS:
                segment.append(token)
                continue
            yield from _operands(text, segment, before)
            segment = []
            before = token.text if token else ""


def _groups(text: str) -> list[list[Token]]:
    """The tokens of each pair of parentheses; a pair within stands there as its two ends."""
    stack: list[list[Token]] = [[]]
    groups = [stack[0]]
    for token in tokens(text):
        if token.text == ")" and len(stack) > 1:
            stack.pop()
        stack[-1].append(token)
        if token.text == "(":
            stack.append([])
            groups.append(stack[-1])
    return groups


def _operands(text: str, segment: list[Token], before: str) -> Iterator[Change]:
    words = [token.text for token in segment]
    if not segment or "between" in words:
        return
    places = [place for place, word in enumerate(words) if word in {"and", "or"}]
    if not places:
        if before == "where":
            start, end = segment[0].start, segment[-1].end
            yield Change(
                "condition left out", _line(text[start:end]), _cut(text, start, end, "true")
            )
        return
    bounds = [-1, *places, len(segment)]
    for number, (left, right) in enumerate(itertools.pairwise(bounds)):
        if right - left > 1:
            # the first goes with the word behind it, any other with the word before it
            start = segment[left].start if number else segment[0].start
            end = segment[right - 1].end if number else segment[right].end
            yield Change("condition left out", _line(text[start:end]), _cut(text, start, end))


def statements(source: str) -> Iterator[Change]:
    """Of plpgsql: each call, raise and write is left out, and no `if` is ever entered."""
    found = list(tokens(source))
    begins = True
    for place, token in enumerate(found):
        if begins and token.depth == 0 and token.text in _STATEMENTS:
            end = next((t.start for t in found[place:] if t.text == ";" and t.depth == 0), None)
            if end:
                what = _line(source[token.start : end])
                yield Change(_STATEMENTS[token.text], what, _cut(source, token.start, end, "null"))
        if token.depth == 0 and (token.text == "elsif" or (begins and token.text == "if")):
            end = _then(found, place)
            if end:
                start = found[place + 1].start
                what = _line(source[token.start : end])
                yield Change("branch never taken", what, _cut(source, start, end, "false "))
        begins = token.text in {";", "then", "else", "loop", "begin"}


def _then(found: list[Token], place: int) -> int | None:
    """Where the `then` of an `if` stands; one of a `case` within is not it."""
    cases = 0
    for token in found[place + 1 :]:
        cases += (token.text == "case") - (token.text == "end")
        if token.text == "then" and token.depth == 0 and cases == 0:
            return token.start
    return None


def locks(text: str) -> Iterator[Change]:
    """Each `for update`, `for no key update`, `for share` and `for key share` is left out."""
    found = list(tokens(text))
    for place, token in enumerate(found):
        words = found[place + 1 :]
        length = next((n for n, t in enumerate(words) if t.text not in _LOCK_WORDS), len(words))
        if token.text == "for" and length:
            end = words[length - 1].end
            if words[length:] and words[length].text == "of":
                end = words[length + 1].end
            what = _line(text[max(0, token.start - 60) : end])
            yield Change("row lock left out", what, _cut(text, token.start, end))


def _cut(text: str, start: int, end: int, instead: str = "") -> str:
    return text[:start] + instead + text[end:]


def _line(text: str) -> str:
    return " ".join(text.split())
