"""A few mutants, the same ones for the same schema; and the list of those that survive."""

from __future__ import annotations

import psycopg
import pytest
from mutation import known
from mutation.__main__ import drawn
from mutation.catalog import listed
from mutation.mutants import Mutant
from mutation.suite import kind_of
from mutation.text import conditions, locks, statements
from mutation.trial import Stage, failing_in_python, migrated
from support.clusters import Cluster

SAMPLE = 6  # the next is one that only the tests in Python catch, which takes a minute


def test_a_condition_is_left_out() -> None:
    texts = [change.text for change in conditions("(a = 1 and (b or 'x and y' = c))")]
    assert texts == [
        "( (b or 'x and y' = c))",
        "(a = 1 )",
        "(a = 1 and ( 'x and y' = c))",
        "(a = 1 and (b ))",
    ]


def test_what_stands_in_comments_and_quotes_is_none() -> None:
    assert list(conditions("select 1 -- where a and b\n, 'where a and b' /* a or b */")) == []


def test_a_lone_condition_is_always_true() -> None:
    texts = [change.text for change in conditions("select from t where a = 1 order by b")]
    assert texts == ["select from t where true order by b"]


def test_a_range_is_one_condition() -> None:
    assert list(conditions("select from t where a between 1 and 2")) == []


def test_a_statement_is_left_out() -> None:
    source = (
        "begin if case when a then b end then call(); perform f(';'); end if; insert into t; end"
    )
    assert [(change.kind, change.what) for change in statements(source)] == [
        ("branch never taken", "if case when a then b end"),
        ("call left out", "perform f(';')"),
        ("write left out", "insert into t"),
    ]


def test_a_lock_is_left_out() -> None:
    texts = [change.text for change in locks("select from t for share of t; for x in y loop")]
    assert texts == ["select from t ; for x in y loop"]


@pytest.mark.deep
@pytest.mark.postgres(18)
def test_the_sample(server: Cluster) -> None:
    """Fails where one survives that is not listed, and where one is caught that is."""
    stage = Stage(server)
    with migrated(server) as url, psycopg.connect(url) as conn:
        mutants = listed(conn)
    names = {mutant.name for mutant in mutants}
    assert {*known.equivalent(), *known.missed()} <= names, "no such mutant any more"
    outcomes: dict[str, set[str]] = {"caught": set(), "survived": set(), "invalid": set()}
    for mutant in drawn(mutants, SAMPLE, seed=1):
        outcomes[stage.trial(mutant).outcome].add(mutant.name)
    assert known.wrong(outcomes["caught"], outcomes["survived"]) == []


@pytest.mark.deep
@pytest.mark.postgres(18)
def test_the_tests_in_python_see_the_mutant(server: Cluster) -> None:
    mutant = Mutant(
        "check dropped",
        "amity.circle_members",
        "circle_members_not_by_themselves",
        "alter table amity.circle_members drop constraint circle_members_not_by_themselves",
    )
    assert kind_of(mutant) == "circles"
    assert failing_in_python(mutant).startswith("house/test_constraints.py")
