"""What two kinds have alike stands once: no six lines of two kinds differ in words only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from amity.migrations.templates import ROOT

RUN = 6

# Words of the language, as against names, which are what may differ.
LANGUAGE = re.compile(
    r"after|alter|and|as|before|begin|by|case|check|constraint|create|cross|"
    r"declare|default|definer|delete|distinct|drop|each|else|elsif|end|execute|"
    r"exists|exit|for|foreach|foreign|from|function|if|in|insert|into|is|join|"
    r"key|lateral|left|limit|loop|not|null|on|or|order|perform|policy|primary|"
    r"raise|record|references|replace|return|returning|returns|row|security|select|"
    r"set|setof|statement|table|then|to|trigger|union|unique|update|using|values|"
    r"view|when|where|while|with"
)
# What is said of a thing, or is a list of its facts: that reads alike wherever it stands.
TOLD = re.compile(
    r"^(comment on|grant|insert into amity(_private\.refusals|\.settings)"
    r"|create table|create type|alter table)\b[^;]*;",
    re.MULTILINE,
)
# Lines without which no function, and no call of a macro, can be written.
FRAME = re.compile(
    r"begin( atomic)?|end;?|\$\$;?|as \$\$|declare|language .*|set search_path .*|end if;"
    r"|end loop;|else|return (null|new|old);|security definer.*|\W*|\{[{%].*|.*[%}]\}"
)


def shape(text: str) -> Iterator[str]:
    """Each line that decides something, with its names and literals made the same."""
    text = re.sub(r"--[^\n]*", "", text)
    text = re.sub(r"'(?:[^']|'')*'", "''", text)
    for line in TOLD.sub("", text).splitlines():
        if not FRAME.fullmatch(line.strip()):
            yield re.sub(
                r"\w+(\.\w+)*",
                lambda word: word[0] if LANGUAGE.fullmatch(word[0]) else "x",
                line.strip(),
            )


def twins(pieces: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs of files, of two kinds, that share a run of lines."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, text in pieces:
        lines = [*shape(text)]
        for start in range(len(lines) - RUN + 1):
            found[tuple(lines[start : start + RUN])].add(name)
    return {
        (one, other)
        for names in found.values()
        for one in names
        for other in names
        if one.split("/")[0] < other.split("/")[0]
    }


def sources() -> Iterator[tuple[str, str]]:
    """The templates as they are written, not as they are rendered."""
    for path in sorted((ROOT / "sql").glob("*/*")):
        if path.suffix in {".sql", ".macro"}:
            yield str(Path(path.parent.name, path.name)), path.read_text()


def test_no_two_kinds_differ_in_words_only() -> None:
    assert not twins(sources()), "make it a macro or a function"


def test_a_copy_with_other_words_is_found() -> None:
    text = (ROOT / "sql" / "follows" / "follow.sql").read_text()
    copied = text.replace("follow", "wave").replace("max_waving", "cap")
    assert twins([("follows/follow.sql", text), ("waves/wave.sql", copied)])
