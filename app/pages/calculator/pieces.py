"""The pieces of the form, and which of them a recalculation must send.

A piece is an element with an id, drawn by one macro from one value. The form carries the plan that
it was made from and which of its pieces show more than that plan, such as an error: so the server
knows what stands on the page, and sends the pieces that are to look different.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from app.inputs import ENGLISH, InvalidInputs, Style, current_style, writing_in
from app.pages.calculator.form import Form, Part, build_form
from app.pages.calculator.layout import parts_holding
from app.plans.dialect import read_query
from app.plans.form import PLAN, WAS

MARKED = f"{WAS}marked"  # the ids of pieces that show more than the plan
FORMS_KEPT = 16  # of about 0.2 MB; a change is compared with the form that was sent before it


@dataclass(frozen=True)
class Piece:
    """A part of the form that is sent as a whole."""

    id: str  # of its element
    macro: str  # of `macros.html`, which takes the content and the desk
    content: object


def pieces(form: Form) -> dict[str, Piece]:
    """Return the form's pieces by their ids."""
    return {piece.id: piece for piece in every_piece(form)}


def every_piece(form: Form) -> Iterator[Piece]:
    """Yield the form's pieces."""
    yield Piece("preset-field", "use_case_field", form.use_case)
    for item in form.essentials:
        yield Piece(f"{item.field.id}-field", "essential_field", item)
    for part in form.parts:
        yield Piece(part.heading.id, "part_summary", part.heading)
        yield from pieces_of_part(part)


def pieces_of_part(part: Part) -> Iterator[Piece]:
    """Yield the pieces of a part, none while it is closed."""
    for row in part.rows:
        yield Piece(row.id, "approach_row", row)
    for section in part.sections:
        for field in section.fields:
            yield Piece(f"{field.id}-field", "field_row", field)
    if part.small:
        yield Piece("small-fields", "small_fields", part.small)


@lru_cache(FORMS_KEPT)
def plain_form(query: str, style: Style = ENGLISH, opened: Collection[str] = ()) -> Form:
    """Return the form of a plan in an address, with nothing that was only typed.

    Raises InvalidInputs.
    """
    with writing_in(style):
        return build_form(read_query(parse_qsl(query, keep_blank_values=True)), opened=opened)


def marks(form: Form) -> list[str]:
    """Return the ids of the pieces that show more than the form's plan, such as an error."""
    plain = pieces(plain_form(form.plan, current_style(), frozenset(form.opened)))
    return [piece.id for piece in every_piece(form) if plain.get(piece.id) != piece]


def changed_pieces(values: Mapping[str, str], form: Form) -> list[Piece] | None:
    """Return the pieces in which a form differs from the page that sent the values.

    A part that is open and has no fields on the page yet comes as a whole. None where the page
    does not say what it shows.
    """
    if MARKED not in values:
        return None
    try:
        before = plain_form(values.get(PLAN, ""), current_style(), frozenset(form.opened))
    except InvalidInputs:
        return None
    former, now = pieces(before), pieces(form)
    marked, drawn = set(values[MARKED].split()), parts_holding(values)
    fresh = [part for part in form.parts if part.is_open and part.name not in drawn]
    inside = {piece.id for part in fresh for piece in pieces_of_part(part)}
    changed = [
        piece
        for name, piece in now.items()
        if name not in inside and (name in marked or former.get(name) != piece)
    ]
    return changed + [Piece(part.fields_id, "part_fields", part) for part in fresh]
