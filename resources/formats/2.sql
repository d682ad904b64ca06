table accountability: CREATE TABLE accountability (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	question TEXT NOT NULL, 
	accountable VARCHAR(32), 
	deputy VARCHAR(32), 
	forum TEXT, 
	escalates_to VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_accountability PRIMARY KEY (id), 
	CONSTRAINT fk_accountability_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_accountability_accountable FOREIGN KEY(accountable) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_accountability_deputy FOREIGN KEY(deputy) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_accountability_escalates_to FOREIGN KEY(escalates_to) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table action: CREATE TABLE action (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	text TEXT NOT NULL, 
	owner VARCHAR(32), 
	due TEXT, 
	done_on TEXT, 
	evidence TEXT, 
	came_from TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	number BIGINT, 
	CONSTRAINT pk_action PRIMARY KEY (id), 
	CONSTRAINT fk_action_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_action_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table agenda_item: CREATE TABLE agenda_item (
	id VARCHAR(32) NOT NULL, 
	review VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	kind TEXT, 
	question TEXT NOT NULL, 
	lead VARCHAR(32), 
	minutes_planned BIGINT, 
	seconds_used BIGINT, 
	options TEXT, 
	outcome TEXT, 
	note TEXT, 
	custom TEXT, 
	binned TEXT, 
	position BIGINT, 
	CONSTRAINT pk_agenda_item PRIMARY KEY (id), 
	CONSTRAINT fk_agenda_item_review FOREIGN KEY(review) REFERENCES review (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_agenda_item_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_agenda_item_lead FOREIGN KEY(lead) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table alembic_version: CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_num)
)
table amendment: CREATE TABLE amendment (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	framework VARCHAR(32) NOT NULL, 
	metric VARCHAR(32), 
	field TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	reason TEXT NOT NULL, 
	decision VARCHAR(32), 
	asked_by VARCHAR(32), 
	agreed_by VARCHAR(32), 
	agreed_on TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_amendment PRIMARY KEY (id), 
	CONSTRAINT fk_amendment_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_amendment_framework FOREIGN KEY(framework) REFERENCES framework (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_amendment_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_amendment_decision FOREIGN KEY(decision) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_amendment_asked_by FOREIGN KEY(asked_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_amendment_agreed_by FOREIGN KEY(agreed_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table attachment: CREATE TABLE attachment (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	media_type TEXT, 
	size BIGINT, 
	sha256 TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_attachment PRIMARY KEY (id)
)
table attendance: CREATE TABLE attendance (
	id VARCHAR(32) NOT NULL, 
	review VARCHAR(32) NOT NULL, 
	person VARCHAR(32) NOT NULL, 
	role TEXT, 
	state TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_attendance PRIMARY KEY (id), 
	CONSTRAINT fk_attendance_review FOREIGN KEY(review) REFERENCES review (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_attendance_person FOREIGN KEY(person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table audit: CREATE TABLE audit (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	data_source VARCHAR(32) NOT NULL, 
	audited_on TEXT NOT NULL, 
	auditor VARCHAR(32), 
	rows BIGINT, 
	columns BIGINT, 
	looks BIGINT, 
	result TEXT, 
	file_name TEXT, 
	file_hash TEXT, 
	as_read TEXT, 
	kept_file VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_audit PRIMARY KEY (id), 
	CONSTRAINT fk_audit_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_data_source FOREIGN KEY(data_source) REFERENCES data_source (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_auditor FOREIGN KEY(auditor) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_kept_file FOREIGN KEY(kept_file) REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED
)
table audit_column: CREATE TABLE audit_column (
	id VARCHAR(32) NOT NULL, 
	audit VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	type TEXT, 
	filled TEXT, 
	"distinct" BIGINT, 
	invalid BIGINT, 
	lowest TEXT, 
	highest TEXT, 
	histogram TEXT, 
	examples TEXT, 
	personal BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_audit_column PRIMARY KEY (id), 
	CONSTRAINT fk_audit_column_audit FOREIGN KEY(audit) REFERENCES audit (id) DEFERRABLE INITIALLY DEFERRED
)
table audit_dimension: CREATE TABLE audit_dimension (
	id VARCHAR(32) NOT NULL, 
	audit VARCHAR(32) NOT NULL, 
	dimension TEXT NOT NULL, 
	required TEXT, 
	score TEXT, 
	passed BIGINT, 
	n BIGINT, 
	evidence TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_audit_dimension PRIMARY KEY (id), 
	CONSTRAINT fk_audit_dimension_audit FOREIGN KEY(audit) REFERENCES audit (id) DEFERRABLE INITIALLY DEFERRED
)
table audit_finding: CREATE TABLE audit_finding (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	data_source VARCHAR(32) NOT NULL, 
	audit VARCHAR(32), 
	dimension TEXT, 
	field TEXT, 
	"check" TEXT, 
	rows_checked BIGINT, 
	rows_failed BIGINT, 
	measured TEXT, 
	threshold TEXT, 
	passed BOOLEAN, 
	severity TEXT, 
	remedy TEXT, 
	remedy_owner VARCHAR(32), 
	due TEXT, 
	closed_on TEXT, 
	accepted_by VARCHAR(32), 
	accepted_reason TEXT, 
	same_as VARCHAR(32), 
	text TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_audit_finding PRIMARY KEY (id), 
	CONSTRAINT fk_audit_finding_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_finding_data_source FOREIGN KEY(data_source) REFERENCES data_source (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_finding_audit FOREIGN KEY(audit) REFERENCES audit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_finding_remedy_owner FOREIGN KEY(remedy_owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_finding_accepted_by FOREIGN KEY(accepted_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_audit_finding_same_as FOREIGN KEY(same_as) REFERENCES audit_finding (id) DEFERRABLE INITIALLY DEFERRED
)
table audit_rule: CREATE TABLE audit_rule (
	id VARCHAR(32) NOT NULL, 
	data_source VARCHAR(32), 
	source_kind TEXT, 
	"check" TEXT NOT NULL, 
	"column" TEXT, 
	parameters TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_audit_rule PRIMARY KEY (id), 
	CONSTRAINT fk_audit_rule_data_source FOREIGN KEY(data_source) REFERENCES data_source (id) DEFERRABLE INITIALLY DEFERRED
)
table barrier: CREATE TABLE barrier (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	cohort VARCHAR(32), 
	phase TEXT, 
	cause TEXT, 
	text TEXT NOT NULL, 
	date TEXT, 
	people BIGINT, 
	remedy TEXT, 
	response TEXT, 
	responded_on TEXT, 
	owner VARCHAR(32), 
	due TEXT, 
	closed_on TEXT, 
	removes TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	number BIGINT, 
	CONSTRAINT pk_barrier PRIMARY KEY (id), 
	CONSTRAINT fk_barrier_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_barrier_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_barrier_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table baseline_plan: CREATE TABLE baseline_plan (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	name TEXT NOT NULL, 
	made_on TEXT, 
	changeset BIGINT, 
	note TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_baseline_plan PRIMARY KEY (id), 
	CONSTRAINT fk_baseline_plan_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED
)
table baseline_value: CREATE TABLE baseline_value (
	id VARCHAR(32) NOT NULL, 
	baseline_plan VARCHAR(32) NOT NULL, 
	record TEXT NOT NULL, 
	field TEXT NOT NULL, 
	value TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_baseline_value PRIMARY KEY (id), 
	CONSTRAINT fk_baseline_value_baseline_plan FOREIGN KEY(baseline_plan) REFERENCES baseline_plan (id) DEFERRABLE INITIALLY DEFERRED
)
table batch: CREATE TABLE batch (
	changeset INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	series VARCHAR(32) NOT NULL, 
	added_count INTEGER NOT NULL, 
	replaced_count INTEGER NOT NULL, 
	removed_count INTEGER NOT NULL, 
	added BLOB, 
	replaced BLOB, 
	removed BLOB, 
	CONSTRAINT pk_batch PRIMARY KEY (changeset, position), 
	CONSTRAINT fk_batch_changeset FOREIGN KEY(changeset) REFERENCES changeset (seq)
)
table benefit: CREATE TABLE benefit (
	id VARCHAR(32) NOT NULL, 
	"case" VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	objective VARCHAR(32), 
	metric VARCHAR(32), 
	name TEXT NOT NULL, 
	low TEXT, 
	expected TEXT, 
	high TEXT, 
	distribution TEXT, 
	volume TEXT, 
	value_per_unit TEXT, 
	reach TEXT, 
	adoption_assumed TEXT, 
	released TEXT, 
	starts_on TEXT, 
	steady_on TEXT, 
	source TEXT, 
	justification TEXT, 
	agreed_by VARCHAR(32), 
	cashable BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_benefit PRIMARY KEY (id), 
	CONSTRAINT fk_benefit_case FOREIGN KEY("case") REFERENCES roi_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_benefit_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_benefit_objective FOREIGN KEY(objective) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_benefit_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_benefit_agreed_by FOREIGN KEY(agreed_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table breach_closure: CREATE TABLE breach_closure (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	metric VARCHAR(32) NOT NULL, 
	breached_on TEXT NOT NULL, 
	closed_on TEXT, 
	"by" VARCHAR(32), 
	reason TEXT, 
	decision VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_breach_closure PRIMARY KEY (id), 
	CONSTRAINT fk_breach_closure_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_breach_closure_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_breach_closure_by FOREIGN KEY("by") REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_breach_closure_decision FOREIGN KEY(decision) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED
)
table change: CREATE TABLE change (
	changeset INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	record_kind TEXT NOT NULL, 
	record_id VARCHAR(32) NOT NULL, 
	field TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	CONSTRAINT pk_change PRIMARY KEY (changeset, position), 
	CONSTRAINT fk_change_changeset FOREIGN KEY(changeset) REFERENCES changeset (seq)
)
 WITHOUT ROWID


table changeset: CREATE TABLE changeset (
	seq INTEGER NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	host TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	label TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	undoes INTEGER, 
	parents TEXT NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_changeset PRIMARY KEY (seq), 
	CONSTRAINT uq_changeset_id UNIQUE (id), 
	CONSTRAINT fk_changeset_undoes FOREIGN KEY(undoes) REFERENCES changeset (seq)
)
table chart_event: CREATE TABLE chart_event (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	day TEXT NOT NULL, 
	label TEXT NOT NULL, 
	kind TEXT, 
	note TEXT, 
	restarts_measurement BOOLEAN, 
	new_limits_from BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_chart_event PRIMARY KEY (id), 
	CONSTRAINT fk_chart_event_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED
)
table checkpoint: CREATE TABLE checkpoint (
	id VARCHAR(32) NOT NULL, 
	"case" VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	what TEXT, 
	metric VARCHAR(32), 
	expected_low TEXT, 
	expected_high TEXT, 
	actual TEXT, 
	reading TEXT, 
	date TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_checkpoint PRIMARY KEY (id), 
	CONSTRAINT fk_checkpoint_case FOREIGN KEY("case") REFERENCES roi_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_checkpoint_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_checkpoint_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED
)
table cohort: CREATE TABLE cohort (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT, 
	headcount BIGINT, 
	site TEXT, 
	contact_type TEXT, 
	mean_tenure TEXT, 
	volunteers TEXT, 
	live_on TEXT, 
	champion VARCHAR(32), 
	how_work_changes TEXT, 
	told_about_jobs TEXT, 
	custom TEXT, 
	binned TEXT, 
	position BIGINT, 
	CONSTRAINT pk_cohort PRIMARY KEY (id), 
	CONSTRAINT fk_cohort_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_cohort_champion FOREIGN KEY(champion) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table commitment: CREATE TABLE commitment (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	stakeholder VARCHAR(32) NOT NULL, 
	engagement VARCHAR(32), 
	agenda_item VARCHAR(32), 
	text TEXT NOT NULL, 
	made_on TEXT, 
	due TEXT, 
	kept_on TEXT, 
	withdrawn_reason TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_commitment PRIMARY KEY (id), 
	CONSTRAINT fk_commitment_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_commitment_stakeholder FOREIGN KEY(stakeholder) REFERENCES stakeholder (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_commitment_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_commitment_agenda_item FOREIGN KEY(agenda_item) REFERENCES agenda_item (id) DEFERRABLE INITIALLY DEFERRED
)
table content: CREATE TABLE content (
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	compressed BLOB NOT NULL, 
	CONSTRAINT pk_content PRIMARY KEY (sha256)
)
table control: CREATE TABLE control (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	catalogue_id TEXT, 
	name TEXT NOT NULL, 
	owner VARCHAR(32), 
	status TEXT, 
	evidence TEXT, 
	cadence_days BIGINT, 
	next_due TEXT, 
	not_needed_reason TEXT, 
	not_needed_by VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_control PRIMARY KEY (id), 
	CONSTRAINT fk_control_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_control_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_control_not_needed_by FOREIGN KEY(not_needed_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table control_run: CREATE TABLE control_run (
	id VARCHAR(32) NOT NULL, 
	control VARCHAR(32) NOT NULL, 
	run_on TEXT NOT NULL, 
	passed BOOLEAN, 
	measured TEXT, 
	needs TEXT, 
	"by" VARCHAR(32), 
	text TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_control_run PRIMARY KEY (id), 
	CONSTRAINT fk_control_run_control FOREIGN KEY(control) REFERENCES control (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_control_run_by FOREIGN KEY("by") REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table cost_actual: CREATE TABLE cost_actual (
	id VARCHAR(32) NOT NULL, 
	cost_line VARCHAR(32) NOT NULL, 
	month TEXT NOT NULL, 
	amount TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_cost_actual PRIMARY KEY (id), 
	CONSTRAINT fk_cost_actual_cost_line FOREIGN KEY(cost_line) REFERENCES cost_line (id) DEFERRABLE INITIALLY DEFERRED
)
table cost_line: CREATE TABLE cost_line (
	id VARCHAR(32) NOT NULL, 
	"case" VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT, 
	is_people_time BOOLEAN, 
	workstream TEXT, 
	amount TEXT, 
	low TEXT, 
	high TEXT, 
	"from" TEXT, 
	"to" TEXT, 
	funded BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_cost_line PRIMARY KEY (id), 
	CONSTRAINT fk_cost_line_case FOREIGN KEY("case") REFERENCES roi_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_cost_line_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED
)
table custom_field: CREATE TABLE custom_field (
	id VARCHAR(32) NOT NULL, 
	"table" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	choices TEXT, 
	help TEXT, 
	custom TEXT, 
	binned TEXT, 
	position BIGINT, 
	CONSTRAINT pk_custom_field PRIMARY KEY (id)
)
table data_source: CREATE TABLE data_source (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT, 
	system TEXT, 
	owner VARCHAR(32), 
	critical BOOLEAN, 
	personal_data BOOLEAN, 
	lawful_basis TEXT, 
	retention TEXT, 
	access_confirmed_on TEXT, 
	refresh BIGINT, 
	required TEXT, 
	audit_cadence BIGINT, 
	key_columns TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_data_source PRIMARY KEY (id), 
	CONSTRAINT fk_data_source_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_data_source_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table data_source_shared_with: CREATE TABLE data_source_shared_with (
	data_source VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_data_source_shared_with PRIMARY KEY (data_source, pilot), 
	CONSTRAINT fk_data_source_shared_with_data_source FOREIGN KEY(data_source) REFERENCES data_source (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_data_source_shared_with_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED
)
table decision: CREATE TABLE decision (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	kind TEXT, 
	question TEXT, 
	asked_on TEXT, 
	asked_of VARCHAR(32), 
	options TEXT, 
	date TEXT, 
	outcome TEXT, 
	decided_by VARCHAR(32), 
	reason TEXT, 
	cites TEXT, 
	agenda_item VARCHAR(32), 
	reconfirms VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	number BIGINT, 
	CONSTRAINT pk_decision PRIMARY KEY (id), 
	CONSTRAINT fk_decision_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_decision_asked_of FOREIGN KEY(asked_of) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_decision_decided_by FOREIGN KEY(decided_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_decision_agenda_item FOREIGN KEY(agenda_item) REFERENCES agenda_item (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_decision_reconfirms FOREIGN KEY(reconfirms) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED
)
table decision_conditions: CREATE TABLE decision_conditions (
	decision VARCHAR(32) NOT NULL, 
	gate_condition VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_decision_conditions PRIMARY KEY (decision, gate_condition), 
	CONSTRAINT fk_decision_conditions_decision FOREIGN KEY(decision) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_decision_conditions_gate_condition FOREIGN KEY(gate_condition) REFERENCES gate_condition (id) DEFERRABLE INITIALLY DEFERRED
)
table decision_rule: CREATE TABLE decision_rule (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	warm_up_weeks BIGINT, 
	shortest_weeks BIGINT, 
	decide_by TEXT, 
	fallback TEXT, 
	stop_after_pauses BIGINT, 
	scale_text TEXT, 
	hold_text TEXT, 
	pause_text TEXT, 
	stop_text TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_decision_rule PRIMARY KEY (id), 
	CONSTRAINT fk_decision_rule_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED
)
table decision_rule_scale_needs: CREATE TABLE decision_rule_scale_needs (
	decision_rule VARCHAR(32) NOT NULL, 
	metric VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_decision_rule_scale_needs PRIMARY KEY (decision_rule, metric), 
	CONSTRAINT fk_decision_rule_scale_needs_decision_rule FOREIGN KEY(decision_rule) REFERENCES decision_rule (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_decision_rule_scale_needs_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED
)
table engagement: CREATE TABLE engagement (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	stakeholder VARCHAR(32) NOT NULL, 
	kind TEXT, 
	planned TEXT, 
	done TEXT, 
	evidence TEXT, 
	open_questions TEXT, 
	cancelled_reason TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_engagement PRIMARY KEY (id), 
	CONSTRAINT fk_engagement_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_engagement_stakeholder FOREIGN KEY(stakeholder) REFERENCES stakeholder (id) DEFERRABLE INITIALLY DEFERRED
)
table evidence: CREATE TABLE evidence (
	id VARCHAR(32) NOT NULL, 
	attachment VARCHAR(32) NOT NULL, 
	record TEXT NOT NULL, 
	note TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_attachment FOREIGN KEY(attachment) REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED
)
table framework: CREATE TABLE framework (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	version BIGINT, 
	frozen_on TEXT, 
	hash TEXT, 
	content TEXT, 
	changeset BIGINT, 
	replaces VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_framework PRIMARY KEY (id), 
	CONSTRAINT fk_framework_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_framework_replaces FOREIGN KEY(replaces) REFERENCES framework (id) DEFERRABLE INITIALLY DEFERRED
)
table framework_signature: CREATE TABLE framework_signature (
	id VARCHAR(32) NOT NULL, 
	framework VARCHAR(32) NOT NULL, 
	person VARCHAR(32) NOT NULL, 
	role TEXT, 
	signed_on TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_framework_signature PRIMARY KEY (id), 
	CONSTRAINT fk_framework_signature_framework FOREIGN KEY(framework) REFERENCES framework (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_framework_signature_person FOREIGN KEY(person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table friction_point: CREATE TABLE friction_point (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	title TEXT NOT NULL, 
	journey_step TEXT, 
	affected_people TEXT, 
	volume_per_month BIGINT, 
	evidence TEXT, 
	cause TEXT, 
	owner VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_friction_point PRIMARY KEY (id), 
	CONSTRAINT fk_friction_point_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_friction_point_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table gate: CREATE TABLE gate (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	planned_on TEXT, 
	first_planned_on TEXT, 
	passed_on TEXT, 
	decision VARCHAR(32), 
	held BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_gate PRIMARY KEY (id), 
	CONSTRAINT fk_gate_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_gate_decision FOREIGN KEY(decision) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED
)
table gate_condition: CREATE TABLE gate_condition (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	gate VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	owner VARCHAR(32), 
	due TEXT, 
	action VARCHAR(32), 
	met_on TEXT, 
	evidence TEXT, 
	covers TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_gate_condition PRIMARY KEY (id), 
	CONSTRAINT fk_gate_condition_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_gate_condition_gate FOREIGN KEY(gate) REFERENCES gate (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_gate_condition_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_gate_condition_action FOREIGN KEY(action) REFERENCES action (id) DEFERRABLE INITIALLY DEFERRED
)
table holiday: CREATE TABLE holiday (
	id VARCHAR(32) NOT NULL, 
	name TEXT, 
	day TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_holiday PRIMARY KEY (id)
)
table import_mapping: CREATE TABLE import_mapping (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	file_shape TEXT, 
	target TEXT, 
	columns TEXT, 
	filter TEXT, 
	aggregation TEXT, 
	date_order TEXT, 
	decimal_mark TEXT, 
	last_used TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_import_mapping PRIMARY KEY (id)
)
table incident: CREATE TABLE incident (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	severity TEXT, 
	opened_on TEXT, 
	contained_on TEXT, 
	closed_on TEXT, 
	owner VARCHAR(32), 
	cause TEXT, 
	action VARCHAR(32), 
	customers_affected BIGINT, 
	customers_told BIGINT, 
	money_back TEXT, 
	what_happened TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	number BIGINT, 
	CONSTRAINT pk_incident PRIMARY KEY (id), 
	CONSTRAINT fk_incident_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_incident_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_incident_action FOREIGN KEY(action) REFERENCES action (id) DEFERRABLE INITIALLY DEFERRED
)
table interview: CREATE TABLE interview (
	id VARCHAR(32) NOT NULL, 
	"case" VARCHAR(32) NOT NULL, 
	cohort VARCHAR(32), 
	role TEXT, 
	causes TEXT, 
	note TEXT, 
	day TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_interview PRIMARY KEY (id), 
	CONSTRAINT fk_interview_case FOREIGN KEY("case") REFERENCES recovery_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_interview_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED
)
table issue: CREATE TABLE issue (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	title TEXT NOT NULL, 
	owner VARCHAR(32), 
	departments TEXT, 
	cross_department BOOLEAN, 
	raised_on TEXT, 
	due TEXT, 
	escalated_on TEXT, 
	resolved_on TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	number BIGINT, 
	CONSTRAINT pk_issue PRIMARY KEY (id), 
	CONSTRAINT fk_issue_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_issue_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
index ix_accountability_accountable: CREATE INDEX ix_accountability_accountable ON accountability (accountable)
index ix_accountability_deputy: CREATE INDEX ix_accountability_deputy ON accountability (deputy)
index ix_accountability_escalates_to: CREATE INDEX ix_accountability_escalates_to ON accountability (escalates_to)
index ix_accountability_pilot: CREATE INDEX ix_accountability_pilot ON accountability (pilot)
index ix_action_owner: CREATE INDEX ix_action_owner ON action (owner)
index ix_action_pilot: CREATE INDEX ix_action_pilot ON action (pilot)
index ix_agenda_item_lead: CREATE INDEX ix_agenda_item_lead ON agenda_item (lead)
index ix_agenda_item_pilot: CREATE INDEX ix_agenda_item_pilot ON agenda_item (pilot)
index ix_agenda_item_review: CREATE INDEX ix_agenda_item_review ON agenda_item (review)
index ix_amendment_agreed_by: CREATE INDEX ix_amendment_agreed_by ON amendment (agreed_by)
index ix_amendment_asked_by: CREATE INDEX ix_amendment_asked_by ON amendment (asked_by)
index ix_amendment_decision: CREATE INDEX ix_amendment_decision ON amendment (decision)
index ix_amendment_framework: CREATE INDEX ix_amendment_framework ON amendment (framework)
index ix_amendment_metric: CREATE INDEX ix_amendment_metric ON amendment (metric)
index ix_amendment_pilot: CREATE INDEX ix_amendment_pilot ON amendment (pilot)
index ix_attendance_person: CREATE INDEX ix_attendance_person ON attendance (person)
index ix_attendance_review: CREATE INDEX ix_attendance_review ON attendance (review)
index ix_audit_auditor: CREATE INDEX ix_audit_auditor ON audit (auditor)
index ix_audit_column_audit: CREATE INDEX ix_audit_column_audit ON audit_column (audit)
index ix_audit_data_source: CREATE INDEX ix_audit_data_source ON audit (data_source)
index ix_audit_dimension_audit: CREATE INDEX ix_audit_dimension_audit ON audit_dimension (audit)
index ix_audit_finding_accepted_by: CREATE INDEX ix_audit_finding_accepted_by ON audit_finding (accepted_by)
index ix_audit_finding_audit: CREATE INDEX ix_audit_finding_audit ON audit_finding (audit)
index ix_audit_finding_data_source: CREATE INDEX ix_audit_finding_data_source ON audit_finding (data_source)
index ix_audit_finding_pilot: CREATE INDEX ix_audit_finding_pilot ON audit_finding (pilot)
index ix_audit_finding_remedy_owner: CREATE INDEX ix_audit_finding_remedy_owner ON audit_finding (remedy_owner)
index ix_audit_finding_same_as: CREATE INDEX ix_audit_finding_same_as ON audit_finding (same_as)
index ix_audit_kept_file: CREATE INDEX ix_audit_kept_file ON audit (kept_file)
index ix_audit_pilot: CREATE INDEX ix_audit_pilot ON audit (pilot)
index ix_audit_rule_data_source: CREATE INDEX ix_audit_rule_data_source ON audit_rule (data_source)
index ix_barrier_cohort: CREATE INDEX ix_barrier_cohort ON barrier (cohort)
index ix_barrier_owner: CREATE INDEX ix_barrier_owner ON barrier (owner)
index ix_barrier_pilot: CREATE INDEX ix_barrier_pilot ON barrier (pilot)
index ix_baseline_plan_pilot: CREATE INDEX ix_baseline_plan_pilot ON baseline_plan (pilot)
index ix_baseline_value_baseline_plan: CREATE INDEX ix_baseline_value_baseline_plan ON baseline_value (baseline_plan)
index ix_benefit_agreed_by: CREATE INDEX ix_benefit_agreed_by ON benefit (agreed_by)
index ix_benefit_case: CREATE INDEX ix_benefit_case ON benefit ("case")
index ix_benefit_metric: CREATE INDEX ix_benefit_metric ON benefit (metric)
index ix_benefit_objective: CREATE INDEX ix_benefit_objective ON benefit (objective)
index ix_benefit_pilot: CREATE INDEX ix_benefit_pilot ON benefit (pilot)
index ix_breach_closure_by: CREATE INDEX ix_breach_closure_by ON breach_closure ("by")
index ix_breach_closure_decision: CREATE INDEX ix_breach_closure_decision ON breach_closure (decision)
index ix_breach_closure_metric: CREATE INDEX ix_breach_closure_metric ON breach_closure (metric)
index ix_breach_closure_pilot: CREATE INDEX ix_breach_closure_pilot ON breach_closure (pilot)
index ix_change_record_id: CREATE INDEX ix_change_record_id ON change (record_id)
index ix_chart_event_pilot: CREATE INDEX ix_chart_event_pilot ON chart_event (pilot)
index ix_checkpoint_case: CREATE INDEX ix_checkpoint_case ON checkpoint ("case")
index ix_checkpoint_metric: CREATE INDEX ix_checkpoint_metric ON checkpoint (metric)
index ix_checkpoint_pilot: CREATE INDEX ix_checkpoint_pilot ON checkpoint (pilot)
index ix_cohort_champion: CREATE INDEX ix_cohort_champion ON cohort (champion)
index ix_cohort_pilot: CREATE INDEX ix_cohort_pilot ON cohort (pilot)
index ix_commitment_agenda_item: CREATE INDEX ix_commitment_agenda_item ON commitment (agenda_item)
index ix_commitment_engagement: CREATE INDEX ix_commitment_engagement ON commitment (engagement)
index ix_commitment_pilot: CREATE INDEX ix_commitment_pilot ON commitment (pilot)
index ix_commitment_stakeholder: CREATE INDEX ix_commitment_stakeholder ON commitment (stakeholder)
index ix_control_not_needed_by: CREATE INDEX ix_control_not_needed_by ON control (not_needed_by)
index ix_control_owner: CREATE INDEX ix_control_owner ON control (owner)
index ix_control_pilot: CREATE INDEX ix_control_pilot ON control (pilot)
index ix_control_run_by: CREATE INDEX ix_control_run_by ON control_run ("by")
index ix_control_run_control: CREATE INDEX ix_control_run_control ON control_run (control)
index ix_cost_actual_cost_line: CREATE INDEX ix_cost_actual_cost_line ON cost_actual (cost_line)
index ix_cost_line_case: CREATE INDEX ix_cost_line_case ON cost_line ("case")
index ix_cost_line_pilot: CREATE INDEX ix_cost_line_pilot ON cost_line (pilot)
index ix_data_source_owner: CREATE INDEX ix_data_source_owner ON data_source (owner)
index ix_data_source_pilot: CREATE INDEX ix_data_source_pilot ON data_source (pilot)
index ix_decision_agenda_item: CREATE INDEX ix_decision_agenda_item ON decision (agenda_item)
index ix_decision_asked_of: CREATE INDEX ix_decision_asked_of ON decision (asked_of)
index ix_decision_decided_by: CREATE INDEX ix_decision_decided_by ON decision (decided_by)
index ix_decision_pilot: CREATE INDEX ix_decision_pilot ON decision (pilot)
index ix_decision_reconfirms: CREATE INDEX ix_decision_reconfirms ON decision (reconfirms)
index ix_decision_rule_pilot: CREATE INDEX ix_decision_rule_pilot ON decision_rule (pilot)
index ix_engagement_pilot: CREATE INDEX ix_engagement_pilot ON engagement (pilot)
index ix_engagement_stakeholder: CREATE INDEX ix_engagement_stakeholder ON engagement (stakeholder)
index ix_evidence_attachment: CREATE INDEX ix_evidence_attachment ON evidence (attachment)
index ix_framework_pilot: CREATE INDEX ix_framework_pilot ON framework (pilot)
index ix_framework_replaces: CREATE INDEX ix_framework_replaces ON framework (replaces)
index ix_framework_signature_framework: CREATE INDEX ix_framework_signature_framework ON framework_signature (framework)
index ix_framework_signature_person: CREATE INDEX ix_framework_signature_person ON framework_signature (person)
index ix_friction_point_owner: CREATE INDEX ix_friction_point_owner ON friction_point (owner)
index ix_friction_point_pilot: CREATE INDEX ix_friction_point_pilot ON friction_point (pilot)
index ix_gate_condition_action: CREATE INDEX ix_gate_condition_action ON gate_condition (action)
index ix_gate_condition_gate: CREATE INDEX ix_gate_condition_gate ON gate_condition (gate)
index ix_gate_condition_owner: CREATE INDEX ix_gate_condition_owner ON gate_condition (owner)
index ix_gate_condition_pilot: CREATE INDEX ix_gate_condition_pilot ON gate_condition (pilot)
index ix_gate_decision: CREATE INDEX ix_gate_decision ON gate (decision)
index ix_gate_pilot: CREATE INDEX ix_gate_pilot ON gate (pilot)
index ix_incident_action: CREATE INDEX ix_incident_action ON incident (action)
index ix_incident_owner: CREATE INDEX ix_incident_owner ON incident (owner)
index ix_incident_pilot: CREATE INDEX ix_incident_pilot ON incident (pilot)
index ix_interview_case: CREATE INDEX ix_interview_case ON interview ("case")
index ix_interview_cohort: CREATE INDEX ix_interview_cohort ON interview (cohort)
index ix_issue_owner: CREATE INDEX ix_issue_owner ON issue (owner)
index ix_issue_pilot: CREATE INDEX ix_issue_pilot ON issue (pilot)
index ix_metric_data_source: CREATE INDEX ix_metric_data_source ON metric (data_source)
index ix_metric_owner: CREATE INDEX ix_metric_owner ON metric (owner)
index ix_metric_pilot: CREATE INDEX ix_metric_pilot ON metric (pilot)
index ix_milestone_cohort: CREATE INDEX ix_milestone_cohort ON milestone (cohort)
index ix_milestone_link_after: CREATE INDEX ix_milestone_link_after ON milestone_link ("after")
index ix_milestone_link_before: CREATE INDEX ix_milestone_link_before ON milestone_link ("before")
index ix_milestone_owner: CREATE INDEX ix_milestone_owner ON milestone (owner)
index ix_milestone_pilot: CREATE INDEX ix_milestone_pilot ON milestone (pilot)
index ix_objective_friction_point: CREATE INDEX ix_objective_friction_point ON objective (friction_point)
index ix_objective_metric: CREATE INDEX ix_objective_metric ON objective (metric)
index ix_objective_owner: CREATE INDEX ix_objective_owner ON objective (owner)
index ix_objective_pilot: CREATE INDEX ix_objective_pilot ON objective (pilot)
index ix_output_sample_pilot: CREATE INDEX ix_output_sample_pilot ON output_sample (pilot)
index ix_output_sample_reviewer: CREATE INDEX ix_output_sample_reviewer ON output_sample (reviewer)
index ix_override_by: CREATE INDEX ix_override_by ON override ("by")
index ix_override_decision: CREATE INDEX ix_override_decision ON override (decision)
index ix_override_judged_by: CREATE INDEX ix_override_judged_by ON override (judged_by)
index ix_override_pilot: CREATE INDEX ix_override_pilot ON override (pilot)
index ix_override_second_reader: CREATE INDEX ix_override_second_reader ON override (second_reader)
index ix_pack_logo: CREATE INDEX ix_pack_logo ON pack (logo)
index ix_phase_decision: CREATE INDEX ix_phase_decision ON phase (decision)
index ix_phase_pilot: CREATE INDEX ix_phase_pilot ON phase (pilot)
index ix_pilot_deputy: CREATE INDEX ix_pilot_deputy ON pilot (deputy)
index ix_pilot_owner: CREATE INDEX ix_pilot_owner ON pilot (owner)
index ix_population_pilot: CREATE INDEX ix_population_pilot ON population (pilot)
index ix_printed_paper_file: CREATE INDEX ix_printed_paper_file ON printed_paper (file)
index ix_printed_paper_pilot: CREATE INDEX ix_printed_paper_pilot ON printed_paper (pilot)
index ix_printed_paper_stakeholder: CREATE INDEX ix_printed_paper_stakeholder ON printed_paper (stakeholder)
index ix_programme_logo: CREATE INDEX ix_programme_logo ON programme (logo)
index ix_promise_metric: CREATE INDEX ix_promise_metric ON promise (metric)
index ix_promise_pilot: CREATE INDEX ix_promise_pilot ON promise (pilot)
index ix_promise_restated_by: CREATE INDEX ix_promise_restated_by ON promise (restated_by)
index ix_promise_told_by: CREATE INDEX ix_promise_told_by ON promise (told_by)
index ix_promise_told_to_stakeholder: CREATE INDEX ix_promise_told_to_stakeholder ON promise (told_to_stakeholder)
index ix_pulse_result_cohort: CREATE INDEX ix_pulse_result_cohort ON pulse_result (cohort)
index ix_pulse_result_pilot: CREATE INDEX ix_pulse_result_pilot ON pulse_result (pilot)
index ix_recovery_answer_step: CREATE INDEX ix_recovery_answer_step ON recovery_answer (step)
index ix_recovery_case_decision: CREATE INDEX ix_recovery_case_decision ON recovery_case (decision)
index ix_recovery_case_pilot: CREATE INDEX ix_recovery_case_pilot ON recovery_case (pilot)
index ix_recovery_cause_step: CREATE INDEX ix_recovery_cause_step ON recovery_cause (step)
index ix_recovery_step_answered_by: CREATE INDEX ix_recovery_step_answered_by ON recovery_step (answered_by)
index ix_recovery_step_case: CREATE INDEX ix_recovery_step_case ON recovery_step ("case")
index ix_relaunch_criterion_case: CREATE INDEX ix_relaunch_criterion_case ON relaunch_criterion ("case")
index ix_relaunch_criterion_owner: CREATE INDEX ix_relaunch_criterion_owner ON relaunch_criterion (owner)
index ix_requirement_objective: CREATE INDEX ix_requirement_objective ON requirement (objective)
index ix_requirement_pilot: CREATE INDEX ix_requirement_pilot ON requirement (pilot)
index ix_review_chair: CREATE INDEX ix_review_chair ON review (chair)
index ix_review_pilot: CREATE INDEX ix_review_pilot ON review (pilot)
index ix_review_snapshot: CREATE INDEX ix_review_snapshot ON review (snapshot)
index ix_risk_owner: CREATE INDEX ix_risk_owner ON risk (owner)
index ix_risk_pilot: CREATE INDEX ix_risk_pilot ON risk (pilot)
index ix_roi_case_agreed_by: CREATE INDEX ix_roi_case_agreed_by ON roi_case (agreed_by)
index ix_roi_case_pilot: CREATE INDEX ix_roi_case_pilot ON roi_case (pilot)
index ix_roi_case_replaces: CREATE INDEX ix_roi_case_replaces ON roi_case (replaces)
index ix_series_cohort: CREATE INDEX ix_series_cohort ON series (cohort)
index ix_series_metric: CREATE INDEX ix_series_metric ON series (metric)
index ix_settlement_by: CREATE INDEX ix_settlement_by ON settlement ("by")
index ix_settlement_pilot: CREATE INDEX ix_settlement_pilot ON settlement (pilot)
index ix_settlement_second_reader: CREATE INDEX ix_settlement_second_reader ON settlement (second_reader)
index ix_sponsor_benefit_owner: CREATE INDEX ix_sponsor_benefit_owner ON sponsor (benefit_owner)
index ix_sponsor_deputy: CREATE INDEX ix_sponsor_deputy ON sponsor (deputy)
index ix_sponsor_person: CREATE INDEX ix_sponsor_person ON sponsor (person)
index ix_sponsor_pilot: CREATE INDEX ix_sponsor_pilot ON sponsor (pilot)
index ix_stakeholder_engagement_owner: CREATE INDEX ix_stakeholder_engagement_owner ON stakeholder (engagement_owner)
index ix_stakeholder_person: CREATE INDEX ix_stakeholder_person ON stakeholder (person)
index ix_tool_objective: CREATE INDEX ix_tool_objective ON tool (objective)
index ix_tool_owner: CREATE INDEX ix_tool_owner ON tool (owner)
index ix_tool_pilot: CREATE INDEX ix_tool_pilot ON tool (pilot)
index ix_tool_score_requirement: CREATE INDEX ix_tool_score_requirement ON tool_score (requirement)
index ix_tool_score_tool: CREATE INDEX ix_tool_score_tool ON tool_score (tool)
index ix_training_cohort: CREATE INDEX ix_training_cohort ON training (cohort)
index ix_training_pilot: CREATE INDEX ix_training_pilot ON training (pilot)
index ix_usage_cohort: CREATE INDEX ix_usage_cohort ON usage (cohort)
index ix_usage_pilot: CREATE INDEX ix_usage_pilot ON usage (pilot)
index ix_usage_plan_cohort: CREATE INDEX ix_usage_plan_cohort ON usage_plan (cohort)
index ix_usage_plan_pilot: CREATE INDEX ix_usage_plan_pilot ON usage_plan (pilot)
index ix_waiver_given_by: CREATE INDEX ix_waiver_given_by ON waiver (given_by)
index ix_waiver_pilot: CREATE INDEX ix_waiver_pilot ON waiver (pilot)
index ix_waiver_second_reader: CREATE INDEX ix_waiver_second_reader ON waiver (second_reader)
table metric: CREATE TABLE metric (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	catalogue_id TEXT, 
	role TEXT, 
	definition TEXT, 
	rival_definition TEXT, 
	formula TEXT, 
	unit TEXT, 
	decimals BIGINT, 
	kind TEXT, 
	direction TEXT, 
	cadence TEXT, 
	source TEXT, 
	data_source VARCHAR(32), 
	n_name TEXT, 
	owner VARCHAR(32), 
	baseline_value TEXT, 
	baseline_from TEXT, 
	baseline_to TEXT, 
	success_threshold TEXT, 
	scale_threshold TEXT, 
	stop_threshold TEXT, 
	guardrail_limit TEXT, 
	guardrail_rule TEXT, 
	guardrail_k BIGINT, 
	minimum_sample BIGINT, 
	comparison TEXT, 
	margin TEXT, 
	confirm_rule TEXT, 
	k BIGINT, 
	alpha TEXT, 
	laney BOOLEAN, 
	defined_on TEXT, 
	custom TEXT, 
	binned TEXT, 
	position BIGINT, 
	CONSTRAINT pk_metric PRIMARY KEY (id), 
	CONSTRAINT fk_metric_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_metric_data_source FOREIGN KEY(data_source) REFERENCES data_source (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_metric_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table milestone: CREATE TABLE milestone (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	workstream TEXT, 
	cohort VARCHAR(32), 
	stage TEXT, 
	title TEXT NOT NULL, 
	owner VARCHAR(32), 
	audience TEXT, 
	start TEXT, 
	planned TEXT, 
	forecast TEXT, 
	done TEXT, 
	evidence TEXT, 
	percent TEXT, 
	template_id TEXT, 
	offset_weeks BIGINT, 
	weight TEXT, 
	foreign_id TEXT, 
	"foreign" TEXT, 
	custom TEXT, 
	binned TEXT, 
	position BIGINT, 
	CONSTRAINT pk_milestone PRIMARY KEY (id), 
	CONSTRAINT fk_milestone_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_milestone_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_milestone_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table milestone_link: CREATE TABLE milestone_link (
	id VARCHAR(32) NOT NULL, 
	"before" VARCHAR(32) NOT NULL, 
	"after" VARCHAR(32) NOT NULL, 
	kind TEXT, 
	lag BIGINT, 
	in_working_days BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_milestone_link PRIMARY KEY (id), 
	CONSTRAINT fk_milestone_link_before FOREIGN KEY("before") REFERENCES milestone (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_milestone_link_after FOREIGN KEY("after") REFERENCES milestone (id) DEFERRABLE INITIALLY DEFERRED
)
table objective: CREATE TABLE objective (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	title TEXT, 
	friction_point VARCHAR(32), 
	outcome TEXT, 
	outcome_kind TEXT, 
	metric VARCHAR(32), 
	baseline_value TEXT, 
	baseline_from TEXT, 
	baseline_to TEXT, 
	baseline_source TEXT, 
	target_value TEXT, 
	target_date TEXT, 
	owner VARCHAR(32), 
	priority BIGINT, 
	version BIGINT, 
	agreed_on TEXT, 
	origin TEXT, 
	expected_value TEXT, 
	effort TEXT, 
	parked BOOLEAN, 
	parked_reason TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_objective PRIMARY KEY (id), 
	CONSTRAINT fk_objective_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_objective_friction_point FOREIGN KEY(friction_point) REFERENCES friction_point (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_objective_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_objective_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table objective_agreed_by: CREATE TABLE objective_agreed_by (
	objective VARCHAR(32) NOT NULL, 
	person VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_objective_agreed_by PRIMARY KEY (objective, person), 
	CONSTRAINT fk_objective_agreed_by_objective FOREIGN KEY(objective) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_objective_agreed_by_person FOREIGN KEY(person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table output_sample: CREATE TABLE output_sample (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	n BIGINT, 
	wrong BIGINT, 
	worst_severity TEXT, 
	reviewer VARCHAR(32), 
	drawn TEXT, 
	look BIGINT, 
	date TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_output_sample PRIMARY KEY (id), 
	CONSTRAINT fk_output_sample_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_output_sample_reviewer FOREIGN KEY(reviewer) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table override: CREATE TABLE override (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	"of" TEXT, 
	condition TEXT, 
	record TEXT, 
	test TEXT, 
	decision VARCHAR(32), 
	said TEXT, 
	chosen TEXT, 
	reason TEXT NOT NULL, 
	"by" VARCHAR(32), 
	second_reader VARCHAR(32), 
	made_on TEXT, 
	ended_on TEXT, 
	judge_on TEXT, 
	judged_right BOOLEAN, 
	judged_by VARCHAR(32), 
	judged_note TEXT, 
	custom TEXT, 
	binned TEXT, 
	number BIGINT, 
	CONSTRAINT pk_override PRIMARY KEY (id), 
	CONSTRAINT fk_override_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_override_decision FOREIGN KEY(decision) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_override_by FOREIGN KEY("by") REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_override_second_reader FOREIGN KEY(second_reader) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_override_judged_by FOREIGN KEY(judged_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table pack: CREATE TABLE pack (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT, 
	sections TEXT, 
	options TEXT, 
	logo VARCHAR(32), 
	header TEXT, 
	footer TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_pack PRIMARY KEY (id), 
	CONSTRAINT fk_pack_logo FOREIGN KEY(logo) REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED
)
table person: CREATE TABLE person (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT, 
	organisation TEXT, 
	department TEXT, 
	site TEXT, 
	email TEXT, 
	phone TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_person PRIMARY KEY (id)
)
table phase: CREATE TABLE phase (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	started_on TEXT NOT NULL, 
	ended_on TEXT, 
	decision VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_phase PRIMARY KEY (id), 
	CONSTRAINT fk_phase_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_phase_decision FOREIGN KEY(decision) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED
)
table pilot: CREATE TABLE pilot (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	short_name TEXT, 
	deployment_type TEXT, 
	status TEXT, 
	owner VARCHAR(32), 
	deputy VARCHAR(32), 
	customer_facing BOOLEAN, 
	affects_workers BOOLEAN, 
	generative BOOLEAN, 
	third_party BOOLEAN, 
	scope_in TEXT, 
	scope_out TEXT, 
	exposure TEXT, 
	what_stays TEXT, 
	custom TEXT, 
	binned TEXT, 
	position BIGINT, 
	CONSTRAINT pk_pilot PRIMARY KEY (id), 
	CONSTRAINT fk_pilot_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_pilot_deputy FOREIGN KEY(deputy) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table population: CREATE TABLE population (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT, 
	headcount BIGINT, 
	mean_tenure TEXT, 
	sites TEXT, 
	contact_types TEXT, 
	volunteers TEXT, 
	is_rollout BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_population PRIMARY KEY (id), 
	CONSTRAINT fk_population_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED
)
table printed_paper: CREATE TABLE printed_paper (
	id VARCHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	pilot VARCHAR(32), 
	stakeholder VARCHAR(32), 
	audience TEXT, 
	as_of TEXT, 
	readings_to TEXT, 
	printed_at TEXT, 
	changeset BIGINT, 
	settings TEXT, 
	withheld BIGINT, 
	file VARCHAR(32), 
	sha256 TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_printed_paper PRIMARY KEY (id), 
	CONSTRAINT fk_printed_paper_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_printed_paper_stakeholder FOREIGN KEY(stakeholder) REFERENCES stakeholder (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_printed_paper_file FOREIGN KEY(file) REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED
)
table programme: CREATE TABLE programme (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	organisation TEXT, 
	currency TEXT, 
	time_zone TEXT, 
	locale TEXT, 
	working_weekdays TEXT, 
	sponsor_decision_limit BIGINT, 
	review_cadence BIGINT, 
	paper TEXT, 
	ink TEXT, 
	logo VARCHAR(32), 
	pinned_date TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_programme PRIMARY KEY (id), 
	CONSTRAINT fk_programme_logo FOREIGN KEY(logo) REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED
)
table promise: CREATE TABLE promise (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	told_by VARCHAR(32), 
	told_to TEXT, 
	told_to_stakeholder VARCHAR(32), 
	told_on TEXT, 
	kind TEXT, 
	metric VARCHAR(32), 
	value TEXT, 
	due TEXT, 
	source TEXT, 
	restated_by VARCHAR(32), 
	withdrawn_on TEXT, 
	text TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_promise PRIMARY KEY (id), 
	CONSTRAINT fk_promise_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_promise_told_by FOREIGN KEY(told_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_promise_told_to_stakeholder FOREIGN KEY(told_to_stakeholder) REFERENCES stakeholder (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_promise_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_promise_restated_by FOREIGN KEY(restated_by) REFERENCES promise (id) DEFERRABLE INITIALLY DEFERRED
)
table pulse_result: CREATE TABLE pulse_result (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	cohort VARCHAR(32), 
	question TEXT NOT NULL, 
	answers TEXT, 
	n BIGINT, 
	day TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_pulse_result PRIMARY KEY (id), 
	CONSTRAINT fk_pulse_result_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_pulse_result_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED
)
table reading: CREATE TABLE reading (
	series INTEGER NOT NULL, 
	period_from BIGINT NOT NULL, 
	period_to BIGINT NOT NULL, 
	value FLOAT NOT NULL, 
	numerator FLOAT, 
	n FLOAT, 
	recorded_on BIGINT, 
	source TEXT, 
	excluded_reason TEXT, 
	excluded_by VARCHAR(32), 
	CONSTRAINT pk_reading PRIMARY KEY (series, period_from, period_to), 
	CONSTRAINT ck_reading_period CHECK (period_from < period_to), 
	CONSTRAINT fk_reading_series FOREIGN KEY(series) REFERENCES series ("key") DEFERRABLE INITIALLY DEFERRED
)
 WITHOUT ROWID


table recovery_answer: CREATE TABLE recovery_answer (
	id VARCHAR(32) NOT NULL, 
	step VARCHAR(32) NOT NULL, 
	diagnostic TEXT NOT NULL, 
	evidence TEXT, 
	text TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_recovery_answer PRIMARY KEY (id), 
	CONSTRAINT fk_recovery_answer_step FOREIGN KEY(step) REFERENCES recovery_step (id) DEFERRABLE INITIALLY DEFERRED
)
table recovery_case: CREATE TABLE recovery_case (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	triggers TEXT, 
	started_on TEXT NOT NULL, 
	decision VARCHAR(32), 
	paused_to TEXT, 
	cost_per_week TEXT, 
	planned_days BIGINT, 
	relaunch_on TEXT, 
	ended_on TEXT, 
	outcome TEXT, 
	stop_writes_off TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_recovery_case PRIMARY KEY (id), 
	CONSTRAINT fk_recovery_case_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_recovery_case_decision FOREIGN KEY(decision) REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED
)
table recovery_cause: CREATE TABLE recovery_cause (
	id VARCHAR(32) NOT NULL, 
	step VARCHAR(32) NOT NULL, 
	cause TEXT NOT NULL, 
	found BOOLEAN, 
	signs TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_recovery_cause PRIMARY KEY (id), 
	CONSTRAINT fk_recovery_cause_step FOREIGN KEY(step) REFERENCES recovery_step (id) DEFERRABLE INITIALLY DEFERRED
)
table recovery_step: CREATE TABLE recovery_step (
	id VARCHAR(32) NOT NULL, 
	"case" VARCHAR(32) NOT NULL, 
	step TEXT NOT NULL, 
	answer TEXT, 
	answered_on TEXT, 
	answered_by VARCHAR(32), 
	next_due TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_recovery_step PRIMARY KEY (id), 
	CONSTRAINT fk_recovery_step_case FOREIGN KEY("case") REFERENCES recovery_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_recovery_step_answered_by FOREIGN KEY(answered_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table reference_file: CREATE TABLE reference_file (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	since TEXT NOT NULL, 
	text TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_reference_file PRIMARY KEY (id)
)
table relaunch_criterion: CREATE TABLE relaunch_criterion (
	id VARCHAR(32) NOT NULL, 
	"case" VARCHAR(32) NOT NULL, 
	measure TEXT, 
	measure_field TEXT, 
	needs TEXT, 
	owner VARCHAR(32), 
	"by" TEXT, 
	met_on TEXT, 
	text TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_relaunch_criterion PRIMARY KEY (id), 
	CONSTRAINT fk_relaunch_criterion_case FOREIGN KEY("case") REFERENCES recovery_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_relaunch_criterion_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table requirement: CREATE TABLE requirement (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	objective VARCHAR(32), 
	must BOOLEAN, 
	text TEXT NOT NULL, 
	custom TEXT, 
	binned TEXT, 
	position BIGINT, 
	number BIGINT, 
	CONSTRAINT pk_requirement PRIMARY KEY (id), 
	CONSTRAINT fk_requirement_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_requirement_objective FOREIGN KEY(objective) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED
)
table review: CREATE TABLE review (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	kind TEXT, 
	number BIGINT, 
	planned TEXT, 
	minutes BIGINT, 
	place TEXT, 
	done TEXT, 
	outcome TEXT, 
	chair VARCHAR(32), 
	closed_at TEXT, 
	snapshot VARCHAR(32), 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_review PRIMARY KEY (id), 
	CONSTRAINT fk_review_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_chair FOREIGN KEY(chair) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_snapshot FOREIGN KEY(snapshot) REFERENCES snapshot (id) DEFERRABLE INITIALLY DEFERRED
)
table risk: CREATE TABLE risk (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	title TEXT NOT NULL, 
	likelihood BIGINT, 
	impact BIGINT, 
	owner VARCHAR(32), 
	response TEXT, 
	strategy TEXT, 
	review_on TEXT, 
	raised_on TEXT, 
	closed_on TEXT, 
	came_from TEXT, 
	threatens TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	number BIGINT, 
	CONSTRAINT pk_risk PRIMARY KEY (id), 
	CONSTRAINT fk_risk_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_risk_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table roi_case: CREATE TABLE roi_case (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	version BIGINT, 
	horizon_months BIGINT, 
	discount_rate TEXT, 
	seed BIGINT, 
	draws BIGINT, 
	base_date TEXT, 
	ramp_mid TEXT, 
	ramp_width TEXT, 
	agreed_by VARCHAR(32), 
	agreed_on TEXT, 
	replaces VARCHAR(32), 
	status TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_roi_case PRIMARY KEY (id), 
	CONSTRAINT fk_roi_case_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_roi_case_agreed_by FOREIGN KEY(agreed_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_roi_case_replaces FOREIGN KEY(replaces) REFERENCES roi_case (id) DEFERRABLE INITIALLY DEFERRED
)
table series: CREATE TABLE series (
	id VARCHAR(32) NOT NULL, 
	metric VARCHAR(32) NOT NULL, 
	cohort VARCHAR(32), 
	arm TEXT, 
	custom TEXT, 
	binned TEXT, 
	"key" INTEGER NOT NULL, 
	digest BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_series PRIMARY KEY (id), 
	CONSTRAINT uq_series_key UNIQUE ("key"), 
	CONSTRAINT fk_series_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_series_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED
)
table settlement: CREATE TABLE settlement (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	criterion TEXT NOT NULL, 
	record TEXT, 
	reason TEXT NOT NULL, 
	"by" VARCHAR(32), 
	second_reader VARCHAR(32), 
	"on" TEXT, 
	custom TEXT, 
	binned TEXT, 
	number BIGINT, 
	CONSTRAINT pk_settlement PRIMARY KEY (id), 
	CONSTRAINT fk_settlement_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_settlement_by FOREIGN KEY("by") REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_settlement_second_reader FOREIGN KEY(second_reader) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table snapshot: CREATE TABLE snapshot (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	taken_at TEXT NOT NULL, 
	changeset BIGINT NOT NULL, 
	hash TEXT NOT NULL, 
	why TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_snapshot PRIMARY KEY (id)
)
table sponsor: CREATE TABLE sponsor (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	person VARCHAR(32) NOT NULL, 
	role TEXT, 
	holds_budget BOOLEAN, 
	spans_departments BOOLEAN, 
	appointed_on TEXT, 
	deputy VARCHAR(32), 
	benefit_owner VARCHAR(32), 
	ended_on TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_sponsor PRIMARY KEY (id), 
	CONSTRAINT fk_sponsor_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_sponsor_person FOREIGN KEY(person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_sponsor_deputy FOREIGN KEY(deputy) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_sponsor_benefit_owner FOREIGN KEY(benefit_owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
index sqlite_autoindex_accountability_1: None
index sqlite_autoindex_action_1: None
index sqlite_autoindex_agenda_item_1: None
index sqlite_autoindex_alembic_version_1: None
index sqlite_autoindex_amendment_1: None
index sqlite_autoindex_attachment_1: None
index sqlite_autoindex_attendance_1: None
index sqlite_autoindex_audit_1: None
index sqlite_autoindex_audit_column_1: None
index sqlite_autoindex_audit_dimension_1: None
index sqlite_autoindex_audit_finding_1: None
index sqlite_autoindex_audit_rule_1: None
index sqlite_autoindex_barrier_1: None
index sqlite_autoindex_baseline_plan_1: None
index sqlite_autoindex_baseline_value_1: None
index sqlite_autoindex_batch_1: None
index sqlite_autoindex_benefit_1: None
index sqlite_autoindex_breach_closure_1: None
index sqlite_autoindex_changeset_1: None
index sqlite_autoindex_chart_event_1: None
index sqlite_autoindex_checkpoint_1: None
index sqlite_autoindex_cohort_1: None
index sqlite_autoindex_commitment_1: None
index sqlite_autoindex_content_1: None
index sqlite_autoindex_control_1: None
index sqlite_autoindex_control_run_1: None
index sqlite_autoindex_cost_actual_1: None
index sqlite_autoindex_cost_line_1: None
index sqlite_autoindex_custom_field_1: None
index sqlite_autoindex_data_source_1: None
index sqlite_autoindex_data_source_shared_with_1: None
index sqlite_autoindex_decision_1: None
index sqlite_autoindex_decision_conditions_1: None
index sqlite_autoindex_decision_rule_1: None
index sqlite_autoindex_decision_rule_scale_needs_1: None
index sqlite_autoindex_engagement_1: None
index sqlite_autoindex_evidence_1: None
index sqlite_autoindex_framework_1: None
index sqlite_autoindex_framework_signature_1: None
index sqlite_autoindex_friction_point_1: None
index sqlite_autoindex_gate_1: None
index sqlite_autoindex_gate_condition_1: None
index sqlite_autoindex_holiday_1: None
index sqlite_autoindex_import_mapping_1: None
index sqlite_autoindex_incident_1: None
index sqlite_autoindex_interview_1: None
index sqlite_autoindex_issue_1: None
index sqlite_autoindex_metric_1: None
index sqlite_autoindex_milestone_1: None
index sqlite_autoindex_milestone_link_1: None
index sqlite_autoindex_objective_1: None
index sqlite_autoindex_objective_agreed_by_1: None
index sqlite_autoindex_output_sample_1: None
index sqlite_autoindex_override_1: None
index sqlite_autoindex_pack_1: None
index sqlite_autoindex_person_1: None
index sqlite_autoindex_phase_1: None
index sqlite_autoindex_pilot_1: None
index sqlite_autoindex_population_1: None
index sqlite_autoindex_printed_paper_1: None
index sqlite_autoindex_programme_1: None
index sqlite_autoindex_promise_1: None
index sqlite_autoindex_pulse_result_1: None
index sqlite_autoindex_recovery_answer_1: None
index sqlite_autoindex_recovery_case_1: None
index sqlite_autoindex_recovery_cause_1: None
index sqlite_autoindex_recovery_step_1: None
index sqlite_autoindex_reference_file_1: None
index sqlite_autoindex_relaunch_criterion_1: None
index sqlite_autoindex_requirement_1: None
index sqlite_autoindex_review_1: None
index sqlite_autoindex_risk_1: None
index sqlite_autoindex_roi_case_1: None
index sqlite_autoindex_series_1: None
index sqlite_autoindex_series_2: None
index sqlite_autoindex_settlement_1: None
index sqlite_autoindex_snapshot_1: None
index sqlite_autoindex_sponsor_1: None
index sqlite_autoindex_stakeholder_1: None
index sqlite_autoindex_tool_1: None
index sqlite_autoindex_tool_score_1: None
index sqlite_autoindex_training_1: None
index sqlite_autoindex_usage_1: None
index sqlite_autoindex_usage_plan_1: None
index sqlite_autoindex_waiver_1: None
index sqlite_autoindex_wording_1: None
table stakeholder: CREATE TABLE stakeholder (
	id VARCHAR(32) NOT NULL, 
	person VARCHAR(32) NOT NULL, 
	role TEXT, 
	influence TEXT, 
	support TEXT, 
	needs TEXT, 
	engagement_owner VARCHAR(32), 
	cadence_days BIGINT, 
	paper TEXT, 
	audience TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_stakeholder PRIMARY KEY (id), 
	CONSTRAINT fk_stakeholder_person FOREIGN KEY(person) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_stakeholder_engagement_owner FOREIGN KEY(engagement_owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table tool: CREATE TABLE tool (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT, 
	vendor TEXT, 
	status TEXT, 
	evaluated_on TEXT, 
	score TEXT, 
	reason TEXT, 
	objective VARCHAR(32), 
	expected_effect TEXT, 
	effect_source TEXT, 
	ready_on TEXT, 
	cost_12_months TEXT, 
	owner VARCHAR(32), 
	signed_on TEXT, 
	value TEXT, 
	committed_until TEXT, 
	notice_days BIGINT, 
	exit_terms TEXT, 
	data_terms TEXT, 
	price_driver TEXT, 
	service_levels TEXT, 
	price_review_on TEXT, 
	custom TEXT, 
	binned TEXT, 
	confidential BOOLEAN, 
	CONSTRAINT pk_tool PRIMARY KEY (id), 
	CONSTRAINT fk_tool_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_tool_objective FOREIGN KEY(objective) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_tool_owner FOREIGN KEY(owner) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table tool_score: CREATE TABLE tool_score (
	id VARCHAR(32) NOT NULL, 
	tool VARCHAR(32) NOT NULL, 
	requirement VARCHAR(32), 
	criterion TEXT, 
	met TEXT, 
	points TEXT, 
	weight TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_tool_score PRIMARY KEY (id), 
	CONSTRAINT fk_tool_score_tool FOREIGN KEY(tool) REFERENCES tool (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_tool_score_requirement FOREIGN KEY(requirement) REFERENCES requirement (id) DEFERRABLE INITIALLY DEFERRED
)
table training: CREATE TABLE training (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	cohort VARCHAR(32) NOT NULL, 
	title TEXT, 
	planned TEXT, 
	done TEXT, 
	invited BIGINT, 
	completed BIGINT, 
	protected_minutes BIGINT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_training PRIMARY KEY (id), 
	CONSTRAINT fk_training_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_training_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED
)
table usage: CREATE TABLE usage (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	cohort VARCHAR(32) NOT NULL, 
	week TEXT NOT NULL, 
	in_scope BIGINT, 
	active BIGINT, 
	proficient BIGINT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_usage PRIMARY KEY (id), 
	CONSTRAINT fk_usage_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_usage_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED
)
table usage_plan: CREATE TABLE usage_plan (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32) NOT NULL, 
	cohort VARCHAR(32) NOT NULL, 
	week_since_live BIGINT NOT NULL, 
	share TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_usage_plan PRIMARY KEY (id), 
	CONSTRAINT fk_usage_plan_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_usage_plan_cohort FOREIGN KEY(cohort) REFERENCES cohort (id) DEFERRABLE INITIALLY DEFERRED
)
table waiver: CREATE TABLE waiver (
	id VARCHAR(32) NOT NULL, 
	pilot VARCHAR(32), 
	criteria TEXT, 
	record TEXT, 
	reason TEXT NOT NULL, 
	given_by VARCHAR(32), 
	second_reader VARCHAR(32), 
	"from" TEXT, 
	until TEXT, 
	closed_on TEXT, 
	kept BOOLEAN, 
	custom TEXT, 
	binned TEXT, 
	number BIGINT, 
	CONSTRAINT pk_waiver PRIMARY KEY (id), 
	CONSTRAINT fk_waiver_pilot FOREIGN KEY(pilot) REFERENCES pilot (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_waiver_given_by FOREIGN KEY(given_by) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_waiver_second_reader FOREIGN KEY(second_reader) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
table wording: CREATE TABLE wording (
	id VARCHAR(32) NOT NULL, 
	"of" TEXT NOT NULL, 
	section TEXT NOT NULL, 
	text TEXT, 
	custom TEXT, 
	binned TEXT, 
	CONSTRAINT pk_wording PRIMARY KEY (id)
)
