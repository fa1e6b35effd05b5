"""Every call of the module does what it says, on either kind of connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import UUID

import pytest
from python.ways import OWNER, SERVICE, People, Way

from amity import blocks, connections, labels
from amity.errors import NotJoined, PersonNotFound, Refusal, SignedOut, TextInvalid, TextTooLong

if TYPE_CHECKING:
    from amity.calls import Call

UNKNOWN = UUID("a0000000-0000-4000-8000-000000000000")


def test_types(way: Way, people: People) -> None:
    made = way.run(
        people.ada,
        labels.create_type("mentor", category="work", icon="🎓", colour="red", description="wise"),
    )
    assert (made.owner_id, made.name, made.category, made.icon, made.colour, made.description) == (
        people.ada,
        "mentor",
        "work",
        "🎓",
        "red",
        "wise",
    )
    family = way.run(people.ada, labels.create_type("family"))
    assert way.run(people.ada, labels.types()) == [family, made]
    assert way.run(people.ben, labels.types()) == []
    changed = way.run(people.ada, labels.change_type(str(made.id), "guide", colour="blue"))
    assert (changed.id, changed.name, changed.category, changed.colour) == (
        made.id,
        "guide",
        None,
        "blue",
    )
    assert way.run(people.ada, labels.delete_type(made.id)) == changed
    assert way.run(people.ada, labels.types()) == [family]


def test_labels(way: Way, people: People) -> None:
    mentor = way.run(people.ada, labels.create_type("mentor"))
    note = way.run(people.ada, labels.label(people.ben, note="met at lunch", tags=["vip", "a,b"]))
    assert (note.owner_id, note.person_id, note.type_id, note.label, note.note, note.tags) == (
        people.ada,
        people.ben,
        None,
        None,
        "met at lunch",
        ["vip", "a,b"],
    )
    sealed = way.run(
        people.ada,
        labels.label(
            str(people.ben),
            "Benny",
            type_id=mentor.id,
            since_date=date(2020, 2, 29),
            label_encrypted="\x01 e1",
            note_encrypted="e2\n",
            is_encrypted=True,
        ),
    )
    assert (sealed.type_id, sealed.label, sealed.since_date, sealed.tags) == (
        mentor.id,
        "Benny",
        date(2020, 2, 29),
        [],
    )
    assert (sealed.label_encrypted, sealed.note_encrypted, sealed.is_encrypted) == (
        "\x01 e1",
        "e2\n",
        True,
    )
    other = way.run(people.ada, labels.label(people.cleo, tags=["vip"]))
    assert way.run(people.ada, labels.about(people.ben)) == [sealed, note]
    assert way.run(people.ada, labels.mine()) == [other, sealed, note]
    assert way.run(people.ada, labels.tagged("vip")) == [other, note]
    assert way.run(people.ada, labels.tagged("a,b")) == [note]
    assert way.run(people.ada, labels.tagged("VIP")) == []
    assert way.run(people.ada, labels.of_type(mentor.id)) == [sealed]
    for call in (labels.about(people.ben), labels.mine(), labels.tagged("vip")):
        assert way.run(people.ben, call) == []
    assert way.run(people.ben, labels.of_type(mentor.id)) == []

    anew = way.run(
        people.ada,
        labels.relabel(people.ben, "B", type_id=str(mentor.id), note="n", tags=["t"]),
    )
    assert (anew.id, anew.label, anew.note, anew.tags, anew.since_date, anew.is_encrypted) == (
        sealed.id,
        "B",
        "n",
        ["t"],
        None,
        False,
    )
    assert way.run(people.ada, labels.unlabel(people.ben, type_id=mentor.id)) == anew
    assert way.run(people.ada, labels.unlabel(people.ben)) == note
    assert way.run(people.ada, labels.about(people.ben)) == []


def test_annotate(way: Way, people: People) -> None:
    assert way.run(people.ada, labels.annotate(people.ben, note="none yet")) is None
    way.run(people.ada, labels.label(people.ben, "Benny", note="old", tags=["a"]))
    way.run(people.ada, labels.label(people.cleo, note="about Cleo"))

    def annotated(note: str | None = None, tags: list[str] | None = None) -> object:
        got = way.run(people.ada, labels.annotate(str(people.ben), note=note, tags=tags))
        return got and (got.label, got.note, got.tags)

    assert annotated(note="new") == ("Benny", "new", ["a"])
    assert annotated(tags=["b", "c"]) == ("Benny", "new", ["b", "c"])
    assert annotated(note="") == ("Benny", None, ["b", "c"])
    assert annotated(tags=[]) == ("Benny", None, [])
    assert way.run(people.ben, labels.annotate(people.ben, note="not mine")) is None


def test_annotate_request(way: Way, people: People) -> None:
    request = way.run(people.ada, connections.request(people.ben))
    change = partial(labels.annotate_request, str(request.id))
    assert way.run(people.ada, change(note=" ")) is None
    made = way.run(people.ada, change(note="met at lunch", tags=["vip"]))
    assert made is not None
    assert (made.person_id, made.type_id, made.note, made.tags) == (
        people.ben,
        None,
        "met at lunch",
        ["vip"],
    )
    assert way.run(people.ada, change(tags=[])) == replace(made, tags=[])
    with pytest.raises(connections.errors.NotRequester):
        way.run(people.ben, change(note="n"))
    with pytest.raises(connections.errors.RequestNotFound):
        way.run(people.cleo, change(note="n"))
    way.run(people.ben, connections.accept(people.ada))
    with pytest.raises(connections.errors.NotPending):
        way.run(people.ada, change(note="n"))


def test_of_people(way: Way, people: People) -> None:
    mentor = way.run(people.ada, labels.create_type("mentor"))
    way.run(people.ada, labels.label(people.ben, type_id=mentor.id))
    plain = [way.run(people.ada, labels.label(one, note="x")) for one in (people.ben, people.cleo)]
    asked = [people.ben, str(people.cleo), UNKNOWN]
    got = way.run(people.ada, labels.of_people(asked))
    assert sorted(got, key=lambda label: label.created_at) == plain
    assert way.run(people.ben, labels.of_people(asked)) == []


REFUSED: dict[str, tuple[Callable[[People, UUID], Call[Any]], type[Refusal]]] = {
    "myself": (lambda p, t: labels.label(p.ada), labels.errors.SelfLabel),
    "an unknown person": (lambda p, t: labels.label(UNKNOWN), PersonNotFound),
    "a blocker": (lambda p, t: labels.label(p.dan), PersonNotFound),
    "blocked by me": (lambda p, t: labels.label(p.cleo), blocks.errors.Blocked),
    "twice": (lambda p, t: labels.label(p.ben), labels.errors.AlreadyLabelled),
    "no type of mine": (
        lambda p, t: labels.label(p.ben, type_id=UNKNOWN),
        labels.errors.LabelTypeMissing,
    ),
    "nothing to change": (lambda p, t: labels.relabel(p.ben, type_id=t), labels.errors.NotLabelled),
    "nothing to take off": (lambda p, t: labels.unlabel(p.cleo), labels.errors.NotLabelled),
    "eleven tags": (
        lambda p, t: labels.relabel(p.ben, tags=[str(n) for n in range(11)]),
        labels.errors.TooManyTags,
    ),
    "a blank tag": (lambda p, t: labels.relabel(p.ben, tags=[" "]), labels.errors.TagBlank),
    "a tag twice": (lambda p, t: labels.relabel(p.ben, tags=["a", "a"]), labels.errors.TagTwice),
    "nested tags": (
        lambda p, t: labels.relabel(p.ben, tags=[["a"], ["b"]]),  # type: ignore[list-item]
        labels.errors.TagsNested,
    ),
    "a long tag": (lambda p, t: labels.relabel(p.ben, tags=["x" * 51]), TextTooLong),
    "a long label": (lambda p, t: labels.relabel(p.ben, "x" * 51), TextTooLong),
    "a long note": (lambda p, t: labels.relabel(p.ben, note="x" * 1001), TextTooLong),
    "a bell": (lambda p, t: labels.relabel(p.ben, note="\x07"), TextInvalid),
    "a long secret": (
        lambda p, t: labels.relabel(p.ben, note_encrypted="x" * 8001),
        TextTooLong,
    ),
    "a type twice": (lambda p, t: labels.create_type("mentor"), labels.errors.LabelTypeExists),
    "no name": (lambda p, t: labels.create_type(""), labels.errors.LabelTypeUnnamed),
    "no such type": (lambda p, t: labels.change_type(UNKNOWN, "x"), labels.errors.LabelTypeMissing),
    "no type to end": (lambda p, t: labels.delete_type(UNKNOWN), labels.errors.LabelTypeMissing),
}


@pytest.mark.parametrize(("call", "refusal"), REFUSED.values(), ids=REFUSED)
def test_refusals(
    call: Callable[[People, UUID], Call[Any]], refusal: type[Refusal], way: Way, people: People
) -> None:
    mentor = way.run(people.ada, labels.create_type("mentor"))
    way.run(people.ada, labels.label(people.ben))
    way.run(people.ada, blocks.block(people.cleo))
    way.run(people.dan, blocks.block(people.ada))
    with pytest.raises(refusal) as caught:
        way.run(people.ada, call(people, mentor.id))
    assert caught.value.hint


def test_signed_out(way: Way, people: People) -> None:
    with pytest.raises(SignedOut):
        way.run(None, labels.label(people.ben))
    with pytest.raises(NotJoined):
        way.run(people.stranger, labels.create_type("mentor"))


def test_a_note_written_with_a_request(way: Way, people: People) -> None:
    note = way.tell(
        (people.ada, connections.request(people.ben)),
        (people.ada, labels.label(people.ben, note="met at the bar", tags=["bar"])),
    )
    way.run(people.ben, connections.accept(people.ada))
    assert way.run(people.ada, labels.about(people.ben)) == [note]
    assert way.run(people.ben, labels.about(people.ada)) == []
    way.run(people.ben, blocks.block(people.ada))
    assert way.run(people.ada, labels.about(people.ben)) == []
    assert way.rows(SERVICE, "select * from amity.verify()") == []


# Ada has labelled thirteen others, three of them at one moment.
FILL: LiteralString = """
with others as (
  insert into amity.people (id) select gen_random_uuid() from generate_series(1, 13) returning id
), past as (select set_config('session_replication_role', 'replica', true))
insert into amity.labels (owner_id, person_id, type_id, tags, created_at)
select %s, id, %s, '{vip}', timestamptz '2020-01-01' + (row_number() over () / 3) * interval '1 us'
from past, others returning 1
"""

LISTS: dict[str, Callable[..., Call[list[labels.Label]]]] = {
    "mine": lambda type_id, **page: labels.mine(**page),
    "tagged": lambda type_id, **page: labels.tagged("vip", **page),
    "of_type": labels.of_type,
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_pages_join_up(
    listed: Callable[..., Call[list[labels.Label]]], way: Way, people: People
) -> None:
    type_id = way.run(people.ada, labels.create_type("mentor")).id
    way.rows(OWNER, FILL, people.ada, type_id)
    whole = way.run(people.ada, listed(type_id))
    assert len({row.id for row in whole}) == 13
    assert [row.created_at for row in whole] == sorted(
        (row.created_at for row in whole), reverse=True
    )
    for size in (1, 3, 13, 14):
        pages = [way.run(people.ada, listed(type_id, limit=size))]
        while len(pages[-1]) == size:
            pages.append(way.run(people.ada, listed(type_id, limit=size, after=pages[-1][-1])))
        assert [row for page in pages for row in page] == whole
    assert way.run(people.ben, listed(type_id)) == []


COLUMNS = """
select attname::text from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum
"""


@pytest.mark.parametrize(
    ("record", "relation"),
    [(labels.Label, "amity.labels"), (labels.LabelType, "amity.label_types")],
)
def test_records_are_rows(record: type[Any], relation: str, way: Way) -> None:
    columns = [name for (name,) in way.rows(OWNER, COLUMNS, relation)]
    assert columns == list(record.__dataclass_fields__)


DIRECT: dict[str, LiteralString] = {
    "insert": "with w as (insert into amity.labels (person_id, note) values (%s, 'tall')"
    " returning *) select person_id::text, note from w",
    "update": "with w as (update amity.labels set note = 'short' where person_id = %s returning *)"
    " select person_id::text, note from w",
    "delete": "with w as (delete from amity.labels where person_id = %s returning *)"
    " select person_id::text, note from w",
}


def test_direct_table(way: Way, people: People) -> None:
    ben = str(people.ben)
    assert way.rows(people.ada, DIRECT["insert"], ben) == [(ben, "tall")]
    assert way.rows(people.ben, DIRECT["update"], ben) == []
    assert way.rows(people.ada, DIRECT["update"], ben) == [(ben, "short")]
    assert way.rows(people.ben, DIRECT["delete"], ben) == []
    assert way.rows(people.ada, DIRECT["delete"], ben) == [(ben, "short")]
