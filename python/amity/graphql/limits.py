"""Limits on what one request may ask for, checked before anything else looks at its document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    parse,
)

_TOKENS_OF_A_FIELD = 10
# Questions about the schema itself: graphql-core limits how deep they go, by a rule of its own.
_INTROSPECTION = ("__schema", "__type")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for."""

    body_bytes: int = 64 * 1024
    depth: int = 8
    root_fields: int = 20
    """How many fields an operation may have at its root, and how many aliases in all."""
    complexity: int = 200
    """How many fields and fragments may be selected, each as often as a fragment repeats it."""
    statement_seconds: float = 5
    """How long a statement in the database may take."""

    def parse(self, text: str) -> DocumentNode:
        """Parse a document. Raises GraphQLError, also for one that is over a limit."""
        document = parse(text, max_lexical_tokens=self.complexity * _TOKENS_OF_A_FIELD)
        fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        # as it is written, for the validation, which compares fields with each other
        written = (
            selected
            for definition in document.definitions
            if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode)
            for selected in _selected(definition.selection_set.selections, {})
        )
        if sum(1 for _ in written) > self.complexity:
            raise self._excess(self.complexity, "fields")
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                self._check(_selected(definition.selection_set.selections, fragments))
        return document

    def _check(self, selected: Iterable[tuple[int, SelectionNode]]) -> None:
        """Stop at the first selection that is one too many: fragments can repeat them endlessly."""
        roots = aliases = 0
        for count, (depth, node) in enumerate(selected, 1):
            if isinstance(node, FieldNode):
                roots += depth == 1
                aliases += node.alias is not None
            for found, most, what in (
                (depth, self.depth, "levels"),
                (roots, self.root_fields, "fields at its root"),
                (aliases, self.root_fields, "aliases"),
                (count, self.complexity, "fields"),
            ):
                if found > most:
                    raise self._excess(most, what)

    @staticmethod
    def _excess(most: int, what: str) -> GraphQLError:
        return GraphQLError(f"The query has more than {most} {what}.")


def _selected(
    selections: Iterable[SelectionNode],
    fragments: Mapping[str, FragmentDefinitionNode],
    depth: int = 1,
    within: frozenset[str] = frozenset(),
) -> Iterator[tuple[int, SelectionNode]]:
    """Go through all that is selected, how deep, with these fragments in place of their names."""
    for node in selections:
        yield depth, node
        if isinstance(node, FieldNode):
            if node.selection_set and node.name.value not in _INTROSPECTION:
                inner = node.selection_set.selections
                yield from _selected(inner, fragments, depth + 1, within)
        elif isinstance(node, InlineFragmentNode):
            yield from _selected(node.selection_set.selections, fragments, depth, within)
        elif isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name in fragments and name not in within:
                inner = fragments[name].selection_set.selections
                yield from _selected(inner, fragments, depth, within | {name})
