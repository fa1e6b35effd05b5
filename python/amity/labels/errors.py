"""What the database refuses of labels."""

from amity.errors import Refusal


class SelfLabel(Refusal):
    """You cannot label yourself."""


class AlreadyLabelled(Refusal):
    """You have a label of that type, or the one without a type, on this person already."""


class NotLabelled(Refusal):
    """You have no label of that type, or none without a type, on this person."""


class LabelTypeMissing(Refusal):
    """None of your types of label has that id."""


class LabelTypeExists(Refusal):
    """You have a type of label with that name already."""


class LabelTypeUnnamed(Refusal):
    """A type of label without a name."""


class TooManyTags(Refusal):
    """More than 10 tags."""


class TagBlank(Refusal):
    """A tag of blanks only."""


class TagTwice(Refusal):
    """The same tag twice."""


class TagsNested(Refusal):
    """Tags in lists of lists."""
