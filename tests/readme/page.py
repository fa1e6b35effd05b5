"""The page of a kind: what a hand wrote, and below a mark what the catalog says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from readme import catalog, client_types
from readme.catalog import COMMANDS, Conn, Relation, Trigger, short
from readme.sources import (
    CHECKOUT,
    Piece,
    kinds,
    listed_in,
    origins,
    pieces,
    where_raised,
    where_read,
)

MARK = "<!-- What follows is written by tests/pages: edit the SQL, not the page. -->"
INDEX = ("kinds: written by tests/pages", "end of kinds")

ROLES = {"authenticated": "people", "service_role": "services", "anon": "signed out"}


class Pages:
    """Everything that the pages show, read once."""

    def __init__(self, conn: Conn) -> None:
        self.conn = conn
        conn.execute("set search_path = pg_catalog")
        self.relations = catalog.relations(conn)
        self.functions = catalog.functions(conn)
        self.enums = catalog.enums(conn)
        self.comments = {
            each.name: each.comment for each in (*self.functions, *self.relations, *self.enums)
        } | {
            f"{relation.name}.{policy.name}": policy.comment
            for relation in self.relations
            for policy in relation.policies(conn)
        }

    # --- the whole page ---

    def page(self, kind: str) -> str:
        """The text of sql/<kind>/README.md."""
        text = f"{opening(kind)}{MARK}\n\n" + "\n\n".join(self.sections(kind)) + "\n"
        return text.replace(f"[{kind}/", "[").replace(f"](../{kind}/", "](")

    def sections(self, kind: str) -> Iterator[str]:
        yield self.links(kind)
        relations = [each for each in self.relations if kind_of(each) == kind]
        shown = [each for each in relations if each.is_public]
        if drawn := self.diagram(relations):
            yield drawn
        for relation in shown:
            yield self.relation(relation)
        kept = [each for each in relations if not each.is_public]
        if kept:
            yield "## Kept inside\n\nTables and views that no client reaches."
            for relation in kept:
                yield self.relation(relation)
        yield from self.types(kind)
        yield from self.public_functions(kind)
        yield from self.settings(kind)
        yield from self.refusals(kind)
        yield self.files(kind)

    # --- its parts ---

    def links(self, kind: str) -> str:
        found = {
            "migration": next(CHECKOUT.glob(f"migrations/*.{kind}.sql"), None),
            "Python": CHECKOUT / "python" / "amity" / kind,
            "tests": CHECKOUT / "tests" / kind,
        }
        links = [
            f"[{what}](../../{path.relative_to(CHECKOUT)})"
            for what, path in found.items()
            if path and path.exists()
        ]
        return " · ".join([*links, "[all kinds, and the words used here](../README.md)"])

    def diagram(self, relations: list[Relation]) -> str:
        """The relations between tables of the kind, where it has several that are related."""
        names = {each.name for each in relations}
        lines = []
        inside = 0
        for relation in relations:
            if relation.is_view:
                continue
            for reference in relation.references(self.conn):
                one = "|o" if reference.is_nullable else "||"
                many = "o|" if reference.is_unique else "o{"
                inside += reference.target in names
                lines.append(
                    f"  {_bare(reference.target)} {one}--{many} {_bare(relation.name)}"
                    f" : {reference.column}"
                )
        if not inside:
            return ""
        return "\n".join(["## Relations", "", "```mermaid", "erDiagram", *lines, "```"])

    def relation(self, relation: Relation) -> str:
        title = "## " if relation.is_public else "### "
        parts = [f"{title}`{_name(relation)}`", plain(relation.comment)]
        columns = relation.columns(self.conn)
        rows = [
            (
                f"`{column.name}`",
                short(column.type)
                + (" or null" if column.is_nullable and not relation.is_view else ""),
                f"`{short(column.fallback)}`" if column.fallback else "",
                plain(column.comment),
            )
            for column in columns
        ]
        if any(column.comment for column in columns):
            parts.append(table(("column", "type", "default", "meaning"), rows))
        parts += self.rights(relation, [column.name for column in columns])
        parts += self.triggers(relation)
        return "\n\n".join(parts)

    def rights(self, relation: Relation, columns: list[str]) -> Iterator[str]:
        policies = relation.policies(self.conn)
        may: dict[tuple[str, str, str], list[str]] = {}
        refused = relation.refused(self.conn)
        grants = [each for each in relation.grants(self.conn) if each.command not in refused]
        for grant in sorted(grants, key=lambda grant: (grant.role, _place(grant.command))):
            if grant.command in COMMANDS:
                sentences = [
                    plain(policy.comment)
                    for policy in policies
                    if grant.role in policy.roles and policy.command in {grant.command, ""}
                ]
                who = ROLES.get(grant.role, f"`{grant.role}`")
                row = who, _columns(grant, columns), " ".join(sentences)
                may.setdefault(row, []).append(grant.command)
        rows = [(who, ", ".join(each), *rest) for (who, *rest), each in may.items()]
        if rows:
            yield "**Who may do what**"
            yield table(("who", "may", "columns", "rows"), rows)

    def triggers(self, relation: Relation) -> Iterator[str]:
        """The triggers in the order in which they fire, numbered for each command."""
        triggers = relation.triggers(self.conn)
        if not triggers:
            return
        events = [e for e in (*COMMANDS[1:],) if any(e in trigger.events for trigger in triggers)]
        place = dict.fromkeys(events, 0)
        rows = []
        for trigger in triggers:
            numbers = []
            for event in events:
                place[event] += event in trigger.events
                numbers.append(str(place[event]) if event in trigger.events else "")
            rows.append(
                (
                    *numbers,
                    f"`{trigger.name}`",
                    _fires(trigger, relation),
                    self.does(trigger, relation),
                )
            )
        yield "**What fires, in order**"
        yield table((*events, "trigger", "fires", "does"), rows)

    def does(self, trigger: Trigger, relation: Relation) -> str:
        function = origins()["function", trigger.function]
        made = origins().get(("trigger", f"{relation.name}.{trigger.name}"), function)
        words = plain(self.comments[trigger.function] or function.comment or function.piece.opening)
        links = dict.fromkeys([function.piece.path, made.piece.path])
        arguments = f" Argument: {trigger.arguments}." if trigger.arguments else ""
        return f"{words}{arguments} {', '.join(map(link, links))}"

    def types(self, kind: str) -> Iterator[str]:
        rows = [
            (f"`{each.name}`", ", ".join(f"`{word}`" for word in each.words), plain(each.comment))
            for each in self.enums
            if origins()["type", each.name].piece.kind == kind
        ]
        if rows:
            yield "## Vocabularies"
            yield table(("type", "values", "meaning"), rows)

    def public_functions(self, kind: str) -> Iterator[str]:
        rows = []
        for function in self.functions:
            if function.is_trigger or not function.is_public:
                continue
            origin = origins()["function", function.name]
            if origin.piece.kind != kind:
                continue
            words, refusals = split_refusals(function.comment)
            rows.append(
                (
                    f"`{_bare(function.name)}({short(function.arguments)})`",
                    f"`{short(function.result)}`",
                    f"{plain(words)} {link(origin.piece.path)}",
                    ", ".join(f"`{slug}`" for slug in refusals),
                    ", ".join(ROLES.get(role, f"`{role}`") for role in function.roles)
                    or "the owner",
                )
            )
        if rows:
            yield "## Functions"
            yield table(("function", "returns", "does", "refuses", "for"), rows)

    def settings(self, kind: str) -> Iterator[str]:
        where = listed_in("amity.settings")
        rows = [
            (
                f"`{name}`",
                fallback or "none",
                plain(words),
                links(where_read(name)),
            )
            for name, fallback, words in self.conn.execute(
                "select name, fallback, description from amity.settings order by name"
            ).fetchall()
            if where[name].kind == kind
        ]
        if rows:
            yield "## Settings"
            yield "The owner or a service changes one: `select amity.set_setting('name', 'value')`."
            yield table(("setting", "default", "what it decides", "where it is read"), rows)

    def refusals(self, kind: str) -> Iterator[str]:
        where = listed_in("amity_private.refusals")
        rows = [
            (
                *(f"`{slug}`", str(status), filled(message), filled(hint)),
                links(where_raised(slug)),
            )
            for slug, status, message, hint in self.conn.execute(
                "select slug, status, message, hint from amity_private.refusals"
                " order by status, slug"
            ).fetchall()
            if where[slug].kind == kind
        ]
        if rows:
            yield "## Refusals"
            yield table(("slug", "status", "message", "hint", "where it is raised"), rows)

    def files(self, kind: str) -> str:
        """Where each rule of the kind is decided."""
        rows = [
            (link(piece.path), self.says(piece), ", ".join(dict.fromkeys(makes(piece))))
            for piece in pieces()
            if piece.kind == kind
        ]
        return "## Where it is decided\n\n" + table(
            ("file", "says", "makes"), (row for row in rows if any(row[1:]))
        )

    def says(self, piece: Piece) -> str:
        """What a piece says of itself, or else what the catalog says of each thing it makes."""
        comments = dict.fromkeys(self.comments.get(name, "") for _, name, _ in piece.made())
        return plain(piece.opening or " ".join(map(first_sentence, filter(None, comments))))


def makes(piece: Piece) -> Iterator[str]:
    """What a piece makes, in words."""
    for what, name, _ in piece.made():
        *schema, bare = name.split(".")
        if what == "policy":
            yield f"policies of `{schema[-1]}`"
        elif what == "trigger":
            yield f"`{bare}` on `{schema[-1]}`"
        else:
            yield f"`{bare}`"


# --- the index ---


def index(text: str, pages: str) -> str:
    """A page with its list of kinds renewed; `pages` is how it links to their folders."""
    rows = [(f"[{kind}]({pages}{kind}/README.md)", in_one_sentence(kind)) for kind in kinds()]
    begin, end = (f"<!-- {words} -->\n" for words in INDEX)
    before, rest = text.split(begin)
    return f"{before}{begin}{table(('kind', 'in words'), rows)}\n{end}{rest.split(end)[1]}"


def in_one_sentence(kind: str) -> str:
    """What a kind is: the first paragraph of its page."""
    return " ".join(opening(kind).split("\n\n")[1].split())


# --- words ---


def opening(kind: str, root: Path = CHECKOUT) -> str:
    """What a hand wrote above the mark; for a new kind, its migration's first line."""
    page = root / "sql" / kind / "README.md"
    if page.exists():
        return page.read_text().split(MARK)[0]
    (migration,) = root.glob(f"migrations/*.{kind}.sql")
    words = migration.read_text().splitlines()[0].removeprefix("--").strip()
    return f"# {kind}\n\n{words}\n\n"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown; a column that is empty in every row is left out."""
    rows = list(rows)
    kept = [n for n in range(len(heads)) if any(row[n] for row in rows)]
    lines = [[heads[n] for n in kept], ["---"] * len(kept)]
    lines += [[row[n].replace("|", "\\|") for n in kept] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(comment: str) -> str:
    """A comment as it may stand in Markdown: what looks like a tag or an emphasis does not act."""
    return re.sub(r"(?<!`)<(\w+)>", r"`<\1>`", re.sub(r"\s+", " ", comment)).replace("*", "\\*")


def filled(template: str) -> str:
    """A message with its places to fill in shown."""
    return plain(re.sub(r"%(\d\$)?s", "…", template))


def first_sentence(comment: str) -> str:
    """A comment up to its first full stop."""
    return re.split(r"(?<=\.)\s", comment)[0]


def split_refusals(comment: str) -> tuple[str, list[str]]:
    """What a function does, and the slugs that its comment names."""
    found = re.search(r" ?Refuses:? ([^.]*)\.", comment)
    if not found:
        return comment, []
    words = comment[: found.start()] + comment[found.end() :]
    return words, re.findall(r"\b[a-z]+(?:_[a-z]+)+\b|\bblocked\b", found[1])


def link(path: str) -> str:
    """A link to a piece, from the page of any kind."""
    return f"[{path}](../{path})"


def links(found: Iterable[Piece]) -> str:
    """Links to pieces."""
    return ", ".join(link(piece.path) for piece in found)


def kind_of(relation: Relation) -> str:
    """The kind that a table or view belongs to; the ledger of `amity up` belongs to none."""
    origin = origins().get(("view" if relation.is_view else "table", relation.name))
    return origin.piece.kind if origin else ""


def written(conn: Conn) -> dict[Path, str]:
    """Every page that is made from the catalog, as a whole or in part, and its text."""
    pages = Pages(conn)
    found = {CHECKOUT / "sql" / kind / "README.md": pages.page(kind) for kind in kinds()}
    for path, to_pages in ((CHECKOUT / "README.md", "sql/"), (CHECKOUT / "sql" / "README.md", "")):
        found[path] = index(path.read_text(), to_pages)
    return found | client_types.written(conn)


def _name(relation: Relation) -> str:
    return relation.name if relation.is_public else _bare(relation.name)


def _bare(name: str) -> str:
    return name.rsplit(".", maxsplit=1)[-1]


def _place(command: str) -> int:
    return COMMANDS.index(command) if command in COMMANDS else len(COMMANDS)


def _columns(grant: catalog.Grant, columns: list[str]) -> str:
    if not grant.columns or set(grant.columns) == set(columns):
        return "all"
    return ", ".join(f"`{column}`" for column in grant.columns)


def _fires(trigger: Trigger, relation: Relation) -> str:
    words = ("before the statement", "before each row", "after each row", "after the statement")
    parts = [words[trigger.phase]]
    if relation.is_view and trigger.phase == 1:
        parts = ["in place of each row"]
    if trigger.columns:
        parts.append("of " + ", ".join(f"`{column}`" for column in trigger.columns))
    if trigger.columns and trigger.condition == " or ".join(
        f"{column} changes" for column in trigger.columns
    ):
        parts.append("if one changes")
    elif trigger.condition:
        parts.append(f"when `{trigger.condition}`")
    if "truncate" in trigger.events:
        parts.append("of TRUNCATE" if trigger.events == ["truncate"] else "of TRUNCATE as well")
    return ", ".join(parts)
