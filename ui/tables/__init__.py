"""Tables of records that are as quick to fill as a spreadsheet, built from the fields' own descriptions.

For a page::

    self.table = RecordTable(
        handed,
        Milestone,
        columns=("title", "workstream", "owner", "planned", "forecast"),  # shown first; others can be shown
        computed=(Computed("slip", "Slip", text=slip_text, key=slip_days, right=True),),
        new=lambda: {"pilot": self.pilot_id},  # what a new row begins with
        glyph=lambda record: "met" if record.done_on else "",  # a state's glyph in the first column
        group="workstream",
    )
    self.form = RecordForm(handed, Milestone, sections=(("What", ("title", "owner")),))
    self.table.current_changed.connect(self.form.show_record)

    def show_assessment(self, assessment, pilot_state):
        # A pilot's id, a function that says of a record whether it is shown, or None for all.
        self.table.show_plan(assessment.plan, scope=self.pilot_id)
        self.form.show_record(self.table.current)

``select(id)`` brings a record into view; ``current`` and ``selected`` are records; ``add()`` begins a new row;
``current_changed(record or None)`` and ``opened(record)`` are signals. Typing, pasting, filling, copying, binning and
moving rows are the table's own; each is one step of the journal.
"""
