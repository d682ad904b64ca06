"""What stands in the way of an import, as banners with what helps: questions, bad rows, sheets that were chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.exchange.readings_import import Question
from db.errors import UserError, harmless
from ui.banners import Banners, Offer, sentence

if TYPE_CHECKING:
    from cxworkbench.exchange.preview import Preview


@dataclass(frozen=True)
class Acts:
    """What helps: answering a question (its subject, the answer), taking the good rows, saying how the file is read."""

    answer: Callable[[str, str], object]
    allow: Callable[[], object]
    say_how: Callable[[], object]


def show(banners: Banners, preview: Preview, acts: Acts, *, allowed: bool) -> None:
    """Show what stands in the way.

    Args:
        banners: of the page.
        preview: the file as it is understood.
        acts: what helps.
        allowed: whether the person takes the good rows though over 1% are bad.
    """
    problem, prepared = preview.problem, preview.prepared
    if isinstance(problem, Question):
        banners.show_error(_asked(problem), _answers(problem, acts), kind="warning", subject="problem")
    elif problem is not None:
        to_do = "Say below what the columns go to"
        what = UserError(problem.what, where=problem.where, kept="Nothing was taken in", to_do=to_do)
        banners.show_error(what, kind="warning", subject="problem")
    elif prepared is not None and prepared.too_many_bad and not allowed:
        bad, read = prepared.bad_rows, prepared.taken.rows_read
        share = formats.percent(bad / read, 1)
        banners.show_banner(
            "limit",
            "warning",
            f"{formats.count(bad)} of {formats.count(read)} rows are bad ({share}, over 1%).",
            "Nothing comes in, unless you take the others without them.",
            (Offer("Take the other rows", acts.allow),),
        )
    for doubt in preview.table.read_as.doubts:
        offers = (Offer("Choose the sheet…", acts.say_how, closes=False),)
        banners.show_banner("doubt", "warning", harmless(sentence(doubt)), "", offers)


def _answers(question: Question, acts: Acts) -> tuple[Offer, ...]:
    return tuple(
        Offer(text, partial(acts.answer, question.subject, value)) for value, text in question.choices
    )


def _asked(question: Question) -> UserError:
    to_do = "Say which" if question.choices else sentence(question.to_do)
    return UserError(question.what, where=question.where, kept="", to_do=to_do)
