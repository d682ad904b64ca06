"""The form of one objective, each field with its message, and the sentence that it reads as."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cxworkbench import edits, formats
from db.errors import UserError
from db.models import FrictionPoint, Metric, Objective, Person
from ui.forms.editors import NOTHING, ChoiceEditor, FieldEditor
from ui.forms.typed_days import typed_day
from ui.sections.metrics_typed import typed_number, typed_value
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule, scrolled

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, ObjectiveState
    from db.fields import Field
    from ui.plan_session import PlanSession
    from ui.theme import Theme

#: Fields of the friction point that the first precision test and a criterion ask for.
_POINT_FIELDS = ("title", "journey_step", "affected_people", "volume_per_month", "evidence")
#: The editors of its fields, with the name of the field.
_ON_POINT = {"friction_point": "title"} | {name: name for name in _POINT_FIELDS[1:]}


class ObjectiveForm(Panel):
    """An objective and its friction point, edited in place; each save is one step of the journal."""

    def __init__(
        self, theme: Theme, plan: PlanSession, trouble: Callable[[UserError], None], parent: QWidget
    ) -> None:
        super().__init__(theme, "Objective", parent=parent)
        self._plan = plan
        self._trouble = trouble
        self._state: ObjectiveState | None = None
        self._shown = ""
        self.editors: dict[str, FieldEditor] = {}
        inside = QWidget(self)
        inside.setProperty("panel", "inside")
        self._scroll = scrolled(inside, self)
        self.body.addWidget(self._scroll, 1)
        px = theme.px
        grid = QGridLayout(inside)
        grid.setContentsMargins(px(14), px(2), px(14), px(12))
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(8))
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self._line(grid, 0, 0, 4, "friction_point", FrictionPoint.title, help="what hurts the customer today")
        self._line(grid, 1, 0, 4, "outcome", Objective.outcome, help="what is different when this works")
        self._choice(grid, 2, 0, 2, "metric", Objective.metric, label="Primary metric")
        self._line(grid, 2, 2, 1, "baseline_value", Objective.baseline_value)
        self._line(grid, 2, 3, 1, "target_value", Objective.target_value)
        self._line(grid, 3, 0, 1, "target_date", Objective.target_date, label="Target date")
        self._choice(grid, 3, 1, 1, "owner", Objective.owner)
        self._line(grid, 3, 2, 1, "agreed_by", Objective.agreed_by, help="with commas")
        self._line(grid, 3, 3, 1, "agreed_on", Objective.agreed_on)
        self._line(grid, 4, 0, 1, "journey_step", FrictionPoint.journey_step)
        self._line(grid, 4, 1, 2, "affected_people", FrictionPoint.affected_people)
        self._line(grid, 4, 3, 1, "volume_per_month", FrictionPoint.volume_per_month)
        self._line(grid, 5, 0, 4, "evidence", FrictionPoint.evidence)
        self._line(grid, 6, 0, 1, "baseline_from", Objective.baseline_from)
        self._line(grid, 6, 1, 1, "baseline_to", Objective.baseline_to, help="first day after")
        self._line(grid, 6, 2, 2, "baseline_source", Objective.baseline_source)
        grid.setRowStretch(7, 1)
        self.body.addWidget(rule(self))
        sentence = QWidget(self)
        sentence.setProperty("panel", "inside")
        words = QGridLayout(sentence)
        words.setContentsMargins(px(14), px(6), px(14), px(10))
        words.setVerticalSpacing(px(2))
        words.addWidget(Label(theme, "Reads as", "small", weight=600, parent=sentence))
        self.reads_as = Label(theme, "", "body", wrap=True, parent=sentence)
        words.addWidget(self.reads_as)
        self.body.addWidget(sentence)

    def _line(
        self, grid: QGridLayout, row: int, column: int, span: int, name: str, field: Field[Any], **more: str
    ) -> None:
        editor = FieldEditor(
            self.theme,
            field,
            read=self._reader(name),
            save=self._saver(name),
            parent=grid.parentWidget(),
            **more,
        )
        self.editors[name] = editor
        editor.given_up.connect(lambda: self._let_go(name))
        grid.addWidget(editor, row, column, 1, span, Qt.AlignmentFlag.AlignTop)

    def _choice(
        self, grid: QGridLayout, row: int, column: int, span: int, name: str, field: Field[Any], **more: str
    ) -> None:
        editor = ChoiceEditor(
            self.theme,
            field,
            read=lambda chosen: chosen or None,
            save=self._saver(name),
            choices=[],
            parent=grid.parentWidget(),
            **more,
        )
        self.editors[name] = editor
        grid.addWidget(editor, row, column, 1, span, Qt.AlignmentFlag.AlignTop)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field of the objective or its friction point."""
        editor = self.editors.get({"title": "friction_point"}.get(name, name))
        if editor is not None:
            self._scroll.ensureWidgetVisible(editor)
            editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------- showing

    def show_state(self, assessment: Assessment, state: ObjectiveState) -> None:
        """Show an objective; what was typed and not saved stays, unless it is another objective."""
        from ui.sections.objective import agreed_text

        self._state = state
        other = state.objective.id != self._shown
        self._shown = state.objective.id
        name = state.pilot.name if state.pilot is not None else "Candidate"
        self.show_title(name, agreed_text(assessment, state))
        self._offer(assessment)
        failed = {test.id: test.detail for test in state.tests if not test.passed}
        warnings = {
            "outcome": failed.get("observable_outcome", ""),
            "metric": failed.get("one_metric", ""),
            "target_value": failed.get("reachable_target", ""),
        }
        unsaved = self._plan.pending.texts_of(state.objective.id)
        for field, editor in self.editors.items():
            held = self._text(field)
            warning = warnings.get(field, "") if held else ""
            waiting = unsaved.get(_ON_POINT.get(field, field))
            editor.show_kept(held, force=other, warning=warning, unsaved=waiting)
            editor.set_read_only(not self._plan.can_edit)
        self.reads_as.setText(state.reads_as)

    def _offer(self, assessment: Assessment) -> None:
        assert self._state is not None
        plan, pilot = assessment.plan, self._state.pilot
        metrics = plan.of_pilot(Metric, pilot) if pilot is not None else plan.all(Metric)
        owner, metric = self.editors["owner"], self.editors["metric"]
        assert isinstance(owner, ChoiceEditor)
        assert isinstance(metric, ChoiceEditor)
        metric.show_choices([("", "Not stated"), *((one.id, one.name) for one in metrics)])
        people = sorted(plan.all(Person), key=lambda one: one.name.casefold())
        described = [(one.id, f"{one.name}, {one.title}" if one.title else one.name) for one in people]
        owner.show_choices([("", NOTHING), *described])

    @property
    def _point(self) -> FrictionPoint | None:
        return (
            None
            if self._state is None
            else self._plan.plan.get(FrictionPoint, self._state.objective.friction_point)
        )

    @property
    def _metric(self) -> Metric | None:
        return None if self._state is None else self._plan.plan.get(Metric, self._state.objective.metric)

    def _text(self, name: str) -> str:
        """What the plan holds, as the field shows it."""
        assert self._state is not None
        record: Any = self._state.objective
        if name == "friction_point" or name in _POINT_FIELDS:
            record = self._point
            name = "title" if name == "friction_point" else name
        value = None if record is None else record.value(name)
        if value is None:
            return ""
        if name in {"baseline_value", "target_value"}:
            metric = self._metric
            return formats.metric_value(
                value, metric.unit if metric else None, metric.decimals if metric else None
            )
        if name == "agreed_by":
            return ", ".join(self._plan.plan.person_name(one) for one in value)
        if name == "volume_per_month":
            return formats.count(value)
        if name in {"target_date", "agreed_on", "baseline_from", "baseline_to"}:
            return formats.day(value)
        return str(value)

    # -------------------------------------------------------------------------------------------- saving

    def _reader(self, name: str) -> Callable[[str], Any]:
        def read(text: str) -> Any:
            programme = self._plan.plan.programme
            if not text:
                return None
            if name in {"target_date", "agreed_on", "baseline_from", "baseline_to"}:
                return typed_day(text, programme.locale, self._plan.plan.judged_as_of(self._plan.today()))
            if name in {"baseline_value", "target_value"}:
                metric = self._metric
                return typed_value(text, metric, programme) if metric else typed_number(text, programme)
            if name == "volume_per_month":
                number = typed_number(text, programme)
                if number != number.to_integral_value():
                    raise ValueError("a volume is a whole number")
                return int(number)
            if name == "agreed_by":
                return self._people(text)
            return text

        return read

    def _people(self, text: str) -> list[str]:
        """People by name, with commas between them; a name must be that of one person of the plan."""
        found = []
        for name in (part.strip() for part in text.split(",")):
            if not name:
                continue
            fits = [one for one in self._plan.plan.all(Person) if one.name.casefold() == name.casefold()]
            if len(fits) != 1:
                raise ValueError(f"{'several people are' if fits else 'nobody in the plan is'} called {name}")
            found.append(fits[0].id)
        return found

    def _saver(self, name: str) -> Callable[[Any, bool], bool]:
        def save(value: Any, overtaken: bool) -> bool:
            if self._state is None:
                return True
            objective, point = self._state.objective, self._point
            editor = self.editors[name]
            typed = {
                "label": f"Change {editor.name.lower()}",
                "shown": editor.name,
                "text": editor.shown_text,
            }
            try:
                if name in _ON_POINT:
                    edit = edits.of_friction_point(objective, point, _ON_POINT[name], value, **typed)
                else:
                    edit = edits.of_objective(objective, name, value, **typed)
                return self._plan.write(edit, overtaken=overtaken)
            except UserError as error:
                self._trouble(error)
                editor.show_kept(self._text(name), force=True)
                return True

        return save

    def _let_go(self, name: str) -> None:
        """Esc: what waits for this field is discarded too."""
        if self._state is None:
            return
        place = (self._state.objective.id, _ON_POINT.get(name, name))
        waiting = self._plan.pending
        waiting.discard(*(edit for edit in waiting.all() if edit.place == place))
