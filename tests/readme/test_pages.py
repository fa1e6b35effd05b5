"""The pages say what is there: their tables, links, names and commands are compared with it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from readme import page
from readme.sources import CHECKOUT, kinds, pieces, where_raised, where_read

from amity.command import app
from amity.command._values import COLUMNS

PAGES = sorted(
    path
    for folder in ("", ".github", "migrations", "python/**", "sql/**", "tests/**")
    for path in CHECKOUT.glob(f"{folder}/*.md" if folder else "*.md")
    if path.name != "LICENSE.md"
)
EVERY_PAGE = pytest.mark.parametrize(
    "path", PAGES, ids=lambda path: str(path.relative_to(CHECKOUT))
)


def by_hand(path: Path) -> str:
    """What a hand wrote of a page."""
    return path.read_text().split(page.MARK)[0]


def in_code(text: str) -> list[str]:
    """What is marked as code within sentences and tables."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", text)


def in_shell(text: str) -> str:
    """All that is to be typed into a shell, without its comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return "\n".join(re.sub(r"(^|\s)#.*", "", line) for line in lines)


def section(path: Path, heading: str) -> str:
    """What a page says under a heading of the second level."""
    return by_hand(path).split(f"\n## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.postgres(18)
def test_the_pages_say_what_the_catalog_says(conn: psycopg.Connection) -> None:
    written = page.written(conn)
    stale = [
        str(path.relative_to(CHECKOUT))
        for path, text in written.items()
        if not path.exists() or path.read_text() != text
    ]
    assert not stale, "Write them anew: tests/pages"
    folders = {path.parent for path in written} | {CHECKOUT, CHECKOUT / "sql"}
    assert {path.parent for path in PAGES if "sql" in path.parts} <= folders


@pytest.mark.postgres(18)
def test_every_table_belongs_to_a_kind_but_the_ledger(conn: psycopg.Connection) -> None:
    strays = [each.name for each in page.Pages(conn).relations if not page.kind_of(each)]
    assert strays == ["amity_private.migrations"]


@pytest.mark.postgres(18)
def test_every_trigger_is_explained(conn: psycopg.Connection) -> None:
    pages = page.Pages(conn)
    for relation in filter(page.kind_of, pages.relations):
        for trigger in relation.triggers(conn):
            assert not pages.does(trigger, relation).startswith(" "), (
                f"{relation.name}: {trigger.name}"
            )


@pytest.mark.postgres(18)
def test_every_number_of_a_trigger_is_in_the_table(conn: psycopg.Connection) -> None:
    rows = re.findall(
        r"^\| `_(\d+)`(?:(?:,| to) `_(\d+)`)? \| (before|after)",
        section(CHECKOUT / "sql" / "README.md", "Triggers"),
        re.MULTILINE,
    )
    ranges = [(when, int(low), int(high or low)) for low, high, when in rows]
    for relation in page.Pages(conn).relations:
        for trigger in relation.triggers(conn):
            number = int(trigger.name[1:4])
            # a trigger of a view stands in place of the row: it takes locks, or acts
            acts = trigger.phase > 1 or (trigger.phase == 1 and relation.is_view and number >= 500)
            when = "after" if acts else "before"
            assert any(told == when and low <= number <= high for told, low, high in ranges), (
                trigger.name
            )


@pytest.mark.postgres(18)
def test_an_insert_step_by_step_names_each_column_and_trigger(conn: psycopg.Connection) -> None:
    steps = section(
        CHECKOUT / "sql" / "connections" / "README.md", "From `POST /connections` to the answer"
    ).partition("\nAn answer is")[0]
    (table,) = (each for each in page.Pages(conn).relations if each.name == "amity.connections")
    fires = [each.name for each in table.triggers(conn) if "insert" in each.events]
    assert re.findall(r"`(_\d+_\w+)`", steps) == fires
    (granted,) = (
        set(each.columns)
        for each in table.grants(conn)
        if (each.role, each.command) == ("authenticated", "insert")
    )
    told = re.search(r"The role may insert ([^.]*)\.", steps)
    assert told
    assert set(in_code(told[1])) == granted


@pytest.mark.postgres(18)
def test_every_file_says_what_it_decides(conn: psycopg.Connection) -> None:
    pages = page.Pages(conn)
    silent = [each.path for each in pieces() if any(page.makes(each)) and not pages.says(each)]
    assert silent == []


@pytest.mark.postgres(18)
def test_a_change_of_the_catalog_changes_a_page(conn: psycopg.Connection) -> None:
    before = page.Pages(conn).page("follows")
    for change in (
        "comment on column amity.follows.created_at is 'Otherwise.'",
        "grant update (created_at) on amity.follows to authenticated",
        "comment on policy delete_mine on amity.follows is 'Otherwise.'",
        "drop trigger _500_count on amity.follows",
        "alter table amity.follows alter created_at drop default",
        "update amity.settings set fallback = 'false' where name = 'follows_enabled'",
        "update amity_private.refusals set hint = 'Otherwise.' where slug = 'self_follow'",
        "comment on function amity.follow is 'Otherwise.'",
    ):
        with conn.transaction(force_rollback=True):
            conn.execute(change.encode())
            assert page.Pages(conn).page("follows") != before, change
    assert page.Pages(conn).page("follows") == before


@pytest.mark.postgres(18)
def test_a_page_says_where_each_setting_and_refusal_is_decided(conn: psycopg.Connection) -> None:
    settings = conn.execute("select name from amity.settings").fetchall()
    refusals = conn.execute("select slug from amity_private.refusals").fetchall()
    assert [name for (name,) in settings if not where_read(name)] == []
    assert [slug for (slug,) in refusals if not where_raised(slug)] == []


def test_a_new_kind_begins_with_the_first_line_of_its_migration(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0099.waves.sql").write_text("-- Waves: a greeting.\n-- depends:\n")
    assert page.opening("waves", tmp_path) == "# waves\n\nWaves: a greeting.\n\n"


def test_every_kind_is_told_in_one_sentence() -> None:
    for kind in kinds():
        words = page.in_one_sentence(kind)
        assert words.endswith(".")
        assert len(words) <= 120, words


def test_the_first_page_is_short() -> None:
    assert len((CHECKOUT / "README.md").read_text().splitlines()) <= 170


def anchors(path: Path) -> set[str]:
    """The headings of a page, as GitHub links to them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}


@EVERY_PAGE
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if target.startswith("http"):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


def linked(path: Path) -> set[Path]:
    """The pages that a page links to."""
    targets = re.findall(r"\]\(([^)\s#]+)", path.read_text())
    found = {(path.parent / target).resolve() for target in targets if "://" not in target}
    return {each / "README.md" if each.is_dir() else each for each in found} & set(PAGES)


def test_every_page_is_at_most_two_links_from_the_first() -> None:
    near = linked(CHECKOUT / "README.md")
    assert set(PAGES) - near.union(*map(linked, near)) == set()


@cache
def everything() -> set[str]:
    """Every name in the SQL, also those that macros make, in the Python and the tests."""
    names = {name for piece in pieces() for name in re.findall(r"\w+", piece.text)}
    for folder in ("sql", "migrations", "python", "tests"):
        for file in (CHECKOUT / folder).rglob("*"):
            if file.suffix in {".sql", ".py", ".macro"}:
                names |= {file.stem, *re.findall(r"\w+", file.read_text())}
    return names


@EVERY_PAGE
def test_every_name_in_a_page_exists(path: Path) -> None:
    foreign = {"prepare_threshold", "service_role", "config"}
    for code in in_code(by_hand(path)):
        for name in re.findall(r"(?<![\w<>…%*/-])[a-z_][a-z_0-9]*_[a-z_0-9]+(?![\w<>…%*-])", code):
            assert name in everything() | foreign or "<" in code, f"{name} in `{code}`"
        for file in re.findall(r"^(?:tests|python|sql|migrations)/[\w./]+$", code):
            assert (CHECKOUT / file).exists() or (path.parent / file).exists(), code


def commands(command: Any, name: str = "amity") -> dict[str, set[str]]:
    """Every command of ours, and the options that it takes."""
    found = {name: {option for each in command.params for option in each.opts}}
    for sub, each in getattr(command, "commands", {}).items():
        found |= commands(each, f"{name} {sub}")
    return found


@EVERY_PAGE
def test_every_command_in_a_page_exists(path: Path) -> None:
    ours = commands(typer.main.get_command(app))
    typed = re.findall(r"(?:^|[\s;])((?:\.venv/bin/)?amity [^|&;\n]*)", in_shell(path.read_text()))
    told = [code for code in in_code(path.read_text()) if re.match(r"amity [a-z]", code)]
    for line in [*typed, *told]:
        words = re.match(r"amity((?: [a-z][a-z-]*)+)", line.removeprefix(".venv/bin/"))
        assert words, line
        name = max(
            (known for known in ours if f"amity{words[1]} ".startswith(f"{known} ")), key=len
        )
        assert name != "amity", line
        options = set(re.findall(r"(?<=\s)--[a-z-]+", line))
        assert options <= ours[name], line


def test_every_command_is_in_the_table() -> None:
    text = (CHECKOUT / "python" / "README.md").read_text()
    told = re.findall(r"^\| `amity ([a-z]+)", text, re.MULTILINE)
    assert sorted(told) == sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert rf"`amity import {'|'.join(COLUMNS)} " in text.replace("\\|", "|")


def test_every_variable_of_the_environment_is_in_a_page() -> None:
    package = CHECKOUT / "python" / "amity"
    read = {
        name
        for file in package.rglob("*.py")
        for name in re.findall(r'"(AMITY_[A-Z_]*[A-Z])"', file.read_text())
    }
    told = "".join(path.read_text() for path in PAGES)
    assert {name for name in read if name not in told} == {"AMITY_CALLED"}  # of python/run alone


@EVERY_PAGE
def test_every_program_in_a_page_exists(path: Path) -> None:
    for program in re.findall(
        r"^((?:tests|python|\.ci)/[a-z]+)\b", in_shell(path.read_text()), re.MULTILINE
    ):
        assert (CHECKOUT / program).exists(), program


@cache
def options() -> set[str]:
    """Every option that a program of ours takes, as its Python spells it."""
    sources = (file for folder in ("python", "tests") for file in (CHECKOUT / folder).rglob("*.py"))
    return {name for file in sources for name in re.findall(r'"(--[a-z-]+)"', file.read_text())}


@EVERY_PAGE
def test_every_option_of_a_program_in_a_page_exists(path: Path) -> None:
    text = path.read_text()
    for line in [*in_shell(text).splitlines(), *in_code(text)]:
        if re.match(r"(tests|python)/[a-z-]+ ", line):
            assert set(re.findall(r" (--[a-z-]+)", line)) <= options(), line
