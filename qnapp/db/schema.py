"""The steps that make the file what it is. A released step is never touched again.

Conventions: tables are STRICT; an empty text means nothing typed, so that no column has two kinds
of nothing; dates are ISO text, moments ISO text with offset, decimals text with a point; a person's
text is NFC. ``organisation`` stands everywhere, so that one schema serves clerk and upper office.
``uid`` and ids are identity and are never used again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.connection import APPLICATION_ID
from qnapp.db.migrations import Steps, step
from qnapp.db.schema_drafts import DRAFTS, SAID_TO_UNITS
from qnapp.db.schema_inbox import INBOX
from qnapp.db.schema_packages import PACKAGES
from qnapp.db.schema_replies import REPLIES
from qnapp.db.schema_reporters import REMINDERS, REPORTERS

if TYPE_CHECKING:
    import sqlite_utils

STEPS = Steps("qnapp")

_TEXT = "TEXT NOT NULL DEFAULT ''"
_ROW = "organisation TEXT NOT NULL REFERENCES organisation(code)"
_ITEM = "uid TEXT NOT NULL REFERENCES item(uid)"
_PERIOD = "period INTEGER NOT NULL REFERENCES period(id)"
_OF_VERSION = "version INTEGER NOT NULL REFERENCES plan_version(id) ON DELETE CASCADE"
_ID = "id INTEGER PRIMARY KEY AUTOINCREMENT"

_WHO = (
    f"""CREATE TABLE setting (
        key TEXT PRIMARY KEY, value {_TEXT}
    ) STRICT""",
    f"""CREATE TABLE organisation (
        code TEXT PRIMARY KEY, name TEXT NOT NULL, kind {_TEXT}, short {_TEXT},
        party_name {_TEXT}, state_name {_TEXT}, parent {_TEXT}, symbol {_TEXT},
        aliases TEXT NOT NULL DEFAULT '[]', position INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
)

_PLAN = (
    """CREATE TABLE plan (
        uid TEXT PRIMARY KEY, year INTEGER NOT NULL
    ) STRICT""",
    f"""CREATE TABLE plan_version (
        {_ID}, plan TEXT NOT NULL REFERENCES plan(uid), version INTEGER NOT NULL,
        number TEXT NOT NULL, issued_on TEXT NOT NULL, issuer {_TEXT}, title {_TEXT},
        signer {_TEXT}, theme {_TEXT}, installed_at TEXT NOT NULL,
        UNIQUE (plan, version)
    ) STRICT""",
    f"""CREATE TABLE section (
        {_OF_VERSION}, kind TEXT NOT NULL CHECK (kind IN ('task', 'indicator')),
        code TEXT NOT NULL, title TEXT NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (version, kind, code)
    ) STRICT""",
    f"""CREATE TABLE paragraph (
        {_OF_VERSION}, id TEXT NOT NULL, section {_TEXT}, kind {_TEXT}, text TEXT NOT NULL,
        doubts TEXT NOT NULL DEFAULT '[]', position INTEGER NOT NULL,
        PRIMARY KEY (version, id)
    ) STRICT""",
    f"""CREATE TABLE repeat (
        {_OF_VERSION}, position INTEGER NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
        target_text {_TEXT}, paragraph {_TEXT},
        PRIMARY KEY (version, position)
    ) STRICT""",
    f"""CREATE TABLE organisation_group (
        {_OF_VERSION}, code TEXT NOT NULL, title TEXT NOT NULL, members TEXT NOT NULL,
        PRIMARY KEY (version, code)
    ) STRICT""",
    # What is assigned by the plan; the organisation may be a group, so it refers to nothing.
    f"""CREATE TABLE plan_assignment (
        {_OF_VERSION}, position INTEGER NOT NULL, {_ITEM}, organisation TEXT NOT NULL,
        role TEXT NOT NULL, certainty TEXT NOT NULL, reason {_TEXT},
        PRIMARY KEY (version, position)
    ) STRICT""",
)

_ITEMS = (
    # Identity of tasks and indicators, the plan's and local ones: everything refers to it.
    f"""CREATE TABLE item (
        uid TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('task', 'indicator')),
        plan TEXT NOT NULL REFERENCES plan(uid),
        organisation TEXT REFERENCES organisation(code),
        origin TEXT NOT NULL CHECK (origin IN ('plan', 'duty', 'prose', 'local')),
        continues {_TEXT}, removed {_TEXT},
        CHECK ((origin = 'local') = (organisation IS NOT NULL))
    ) STRICT""",
    # Words per plan version; version 0 holds the words of local rows.
    f"""CREATE TABLE task_words (
        {_ITEM}, version INTEGER NOT NULL, code TEXT NOT NULL, label {_TEXT}, section {_TEXT},
        title TEXT NOT NULL, parent {_TEXT}, lead TEXT NOT NULL DEFAULT '[]',
        support TEXT NOT NULL DEFAULT '[]', deadline_text {_TEXT},
        channel TEXT NOT NULL DEFAULT 'ordinary' CHECK (channel IN ('ordinary', 'restricted')),
        doubts TEXT NOT NULL DEFAULT '[]', paragraph {_TEXT}, position INTEGER NOT NULL,
        PRIMARY KEY (uid, version)
    ) STRICT""",
    f"""CREATE TABLE indicator_words (
        {_ITEM}, version INTEGER NOT NULL, code TEXT NOT NULL, label {_TEXT}, section {_TEXT},
        title TEXT NOT NULL, unit {_TEXT},
        nature TEXT NOT NULL CHECK (nature IN ('flow', 'level', 'words')), lead {_TEXT},
        doubts TEXT NOT NULL DEFAULT '[]', paragraph {_TEXT}, position INTEGER NOT NULL,
        PRIMARY KEY (uid, version)
    ) STRICT""",
    "CREATE INDEX task_words_of_version ON task_words (version, position)",
    "CREATE INDEX indicator_words_of_version ON indicator_words (version, position)",
    f"""CREATE TABLE plan_target (
        {_OF_VERSION}, {_ITEM}, {_ROW}, text TEXT NOT NULL,
        PRIMARY KEY (version, uid, organisation)
    ) STRICT""",
    f"""CREATE TABLE own_target (
        {_ID}, {_ROW}, {_ITEM}, text {_TEXT}, UNIQUE (organisation, uid)
    ) STRICT""",
    f"""CREATE TABLE assignment (
        {_ROW}, {_ITEM}, role {_TEXT}, certainty {_TEXT}, reason {_TEXT}, officer {_TEXT},
        taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1)),
        PRIMARY KEY (organisation, uid)
    ) STRICT""",
)

_CALENDAR = (
    f"""CREATE TABLE period (
        {_ID}, plan TEXT NOT NULL REFERENCES plan(uid), code TEXT NOT NULL, kind TEXT NOT NULL,
        year INTEGER NOT NULL, name TEXT NOT NULL, short TEXT NOT NULL, start TEXT NOT NULL,
        cutoff TEXT NOT NULL, due TEXT NOT NULL, as_of TEXT NOT NULL,
        UNIQUE (plan, code)
    ) STRICT""",
    f"""CREATE TABLE period_state (
        {_ROW}, {_PERIOD}, locked_at {_TEXT}, lock_reason {_TEXT},
        PRIMARY KEY (organisation, period)
    ) STRICT""",
)

_RESULTS = (
    f"""CREATE TABLE progress (
        {_ROW}, {_ITEM}, {_PERIOD},
        status TEXT NOT NULL DEFAULT 'not_started'
            CHECK (status IN ('not_started', 'in_progress', 'completed', 'on_hold')),
        percent INTEGER CHECK (percent BETWEEN 0 AND 100),
        result {_TEXT}, delay_reason {_TEXT}, difficulty {_TEXT}, proposal {_TEXT},
        next_step {_TEXT}, completed_on {_TEXT}, expected_on {_TEXT},
        restricted_number {_TEXT}, restricted_on {_TEXT},
        updated_at {_TEXT}, touched INTEGER NOT NULL DEFAULT 0 CHECK (touched IN (0, 1)),
        PRIMARY KEY (organisation, uid, period)
    ) STRICT""",
    f"""CREATE TABLE milestone_actual (
        {_ROW}, {_ITEM}, number INTEGER NOT NULL CHECK (number > 0), actual_on {_TEXT},
        PRIMARY KEY (organisation, uid, number)
    ) STRICT""",
    f"""CREATE TABLE extension (
        {_ID}, {_ROW}, {_ITEM}, due TEXT NOT NULL, document TEXT NOT NULL,
        granted INTEGER NOT NULL DEFAULT 0 CHECK (granted IN (0, 1)), removed {_TEXT}
    ) STRICT""",
    f"""CREATE TABLE measurement (
        {_ROW}, {_ITEM}, {_PERIOD},
        actual {_TEXT}, estimate {_TEXT}, cumulative {_TEXT}, same_period_last_year {_TEXT},
        words {_TEXT}, note {_TEXT}, contested {_TEXT}, contest_reason {_TEXT}, updated_at {_TEXT},
        PRIMARY KEY (organisation, uid, period)
    ) STRICT""",
    f"""CREATE TABLE report_text (
        {_ROW}, {_PERIOD}, part TEXT NOT NULL, text {_TEXT}, updated_at {_TEXT},
        PRIMARY KEY (organisation, period, part)
    ) STRICT""",
    f"""CREATE TABLE evidence (
        {_ID}, {_ROW}, name {_TEXT}, sha256 {_TEXT}, size INTEGER NOT NULL DEFAULT 0,
        number {_TEXT}, issued_on {_TEXT}, title {_TEXT}, added_at TEXT NOT NULL,
        intact INTEGER CHECK (intact IN (0, 1)), checked_at {_TEXT}, removed {_TEXT}
    ) STRICT""",
    "CREATE INDEX evidence_by_content ON evidence (sha256)",
    # ``name`` is what the row shows; an unlinked row keeps its place with an empty one.
    f"""CREATE TABLE evidence_link (
        {_ROW}, {_ITEM}, {_PERIOD}, evidence INTEGER NOT NULL REFERENCES evidence(id),
        name {_TEXT},
        PRIMARY KEY (organisation, uid, period, evidence)
    ) STRICT""",
)

_HISTORY_COLUMNS = f"""clerk {_TEXT}, visit {_TEXT}, organisation {_TEXT}, entity TEXT NOT NULL,
        key TEXT NOT NULL, period {_TEXT}, field TEXT NOT NULL, old {_TEXT}, new {_TEXT}"""
_HISTORY = (
    f"""CREATE TABLE history (
        {_ID}, at TEXT NOT NULL, {_HISTORY_COLUMNS}, event {_TEXT}
    ) STRICT""",
    "CREATE INDEX history_of_key ON history (entity, key)",
    # What is still being typed: merged here, then sealed into history.
    f"""CREATE TABLE pending_history (
        {_ID}, first_at TEXT NOT NULL, at TEXT NOT NULL, {_HISTORY_COLUMNS},
        UNIQUE (organisation, entity, key, period, field)
    ) STRICT""",
    """CREATE TRIGGER history_keeps_rows BEFORE UPDATE ON history
       BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER history_keeps_all BEFORE DELETE ON history
       BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)


@step(STEPS)
def m001_base(db: sqlite_utils.Database) -> None:
    """Everything that a clerk's store needs."""
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for statement in (*_WHO, *_PLAN, *_ITEMS, *_CALENDAR, *_RESULTS, *_HISTORY):
        db.execute(statement)


_ISSUED = (
    # ``sha256`` names the snapshot that the report was drawn from; it stands on the paper too.
    f"""CREATE TABLE issued_report (
        {_ID}, {_ROW}, {_PERIOD}, revision INTEGER NOT NULL CHECK (revision > 0),
        letterhead TEXT NOT NULL, plan_version INTEGER NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64), frozen_at TEXT NOT NULL, clerk {_TEXT},
        withdrawn_at {_TEXT}, withdraw_reason {_TEXT},
        number {_TEXT}, issued_on {_TEXT}, signer {_TEXT}, signer_title {_TEXT},
        UNIQUE (organisation, period, revision)
    ) STRICT""",
    """CREATE UNIQUE INDEX issued_report_in_force ON issued_report (organisation, period)
       WHERE withdrawn_at = ''""",
    # Frozen is what the file itself keeps frozen: only what is entered after issue may change.
    """CREATE TRIGGER issued_report_keeps_content
       BEFORE UPDATE OF id, organisation, period, revision, letterhead, plan_version, sha256,
           frozen_at, clerk ON issued_report
       BEGIN SELECT RAISE(ABORT, 'an issued report is frozen'); END""",
    """CREATE TRIGGER issued_report_stays BEFORE DELETE ON issued_report
       BEGIN SELECT RAISE(ABORT, 'an issued report is frozen'); END""",
    # What was examined of a signed copy stands beside it: ``outcome`` and its sentences (JSON).
    f"""CREATE TABLE report_file (
        {_ID}, report INTEGER NOT NULL REFERENCES issued_report(id),
        kind TEXT NOT NULL CHECK (kind IN ('snapshot', 'pdf', 'xlsx', 'docx', 'signed')),
        name TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        size INTEGER NOT NULL CHECK (size > 0), added_at TEXT NOT NULL, replaced_at {_TEXT},
        outcome {_TEXT}, sentences TEXT NOT NULL DEFAULT '[]'
    ) STRICT""",
    """CREATE UNIQUE INDEX report_file_in_use ON report_file (report, kind)
       WHERE replaced_at = ''""",
    "CREATE INDEX report_file_by_content ON report_file (sha256)",
    """CREATE TRIGGER report_file_keeps_content
       BEFORE UPDATE OF id, report, kind, sha256, size, added_at ON report_file
       BEGIN SELECT RAISE(ABORT, 'a file of an issued report is frozen'); END""",
    """CREATE TRIGGER report_file_stays BEFORE DELETE ON report_file
       BEGIN SELECT RAISE(ABORT, 'a file of an issued report is frozen'); END""",
)


@step(STEPS)
def m002_issued(db: sqlite_utils.Database) -> None:
    """Reports that were sent for signature: their data, their files, what was entered after."""
    for statement in _ISSUED:
        db.execute(statement)


@step(STEPS)
def m003_packages(db: sqlite_utils.Database) -> None:
    """What was sent to other copies of the program, and the keys of those who send."""
    for statement in PACKAGES:
        db.execute(statement)


@step(STEPS)
def m004_inbox(db: sqlite_utils.Database) -> None:
    """What arrived from those who report to this store's organisation."""
    for statement in INBOX:
        db.execute(statement)


@step(STEPS)
def m005_reporters(db: sqlite_utils.Database) -> None:
    """Who is expected to report and how they are reached; what the checks said of a submission."""
    for statement in REPORTERS:
        db.execute(statement)


@step(STEPS)
def m006_replies(db: sqlite_utils.Database) -> None:
    """What was answered to submissions, and the rows that were returned."""
    for statement in REPLIES:
        db.execute(statement)


@step(STEPS)
def m007_promises(db: sqlite_utils.Database) -> None:
    """Until when a document is promised that is handed in later."""
    db.execute(f"ALTER TABLE evidence ADD COLUMN promised_on {_TEXT}")


@step(STEPS)
def m008_reminders(db: sqlite_utils.Database) -> None:
    """When those who report were reminded last."""
    for statement in REMINDERS:
        db.execute(statement)


@step(STEPS)
def m009_plan_drafts(db: sqlite_utils.Database) -> None:
    """The plan that is being prepared, and deadlines that were put off in those sent out."""
    for statement in DRAFTS:
        db.execute(statement)


@step(STEPS)
def m010_said_to_units(db: sqlite_utils.Database) -> None:
    """Extensions that were taken back, and rows that are alike but two different things."""
    for statement in SAID_TO_UNITS:
        db.execute(statement)


@step(STEPS)
def m011_text_bases(db: sqlite_utils.Database) -> None:
    """What the program proposed when a text was written: says later that its figures are old."""
    db.execute(f"ALTER TABLE report_text ADD COLUMN basis {_TEXT}")


_KEPT_FINDINGS = (
    # What the checks said at trình ký (JSON), '' where that was not kept yet.
    f"ALTER TABLE issued_report ADD COLUMN findings {_TEXT}",
    """CREATE TRIGGER issued_report_keeps_findings BEFORE UPDATE OF findings ON issued_report
       BEGIN SELECT RAISE(ABORT, 'an issued report is frozen'); END""",
)


@step(STEPS)
def m012_kept_findings(db: sqlite_utils.Database) -> None:
    """What the checks said of a report when it was sent for signature."""
    for statement in _KEPT_FINDINGS:
        db.execute(statement)


_KEPT_COUNTS = (
    # How far the rows were at trình ký; NULL where that was not kept yet.
    "ALTER TABLE issued_report ADD COLUMN tasks INTEGER",
    "ALTER TABLE issued_report ADD COLUMN stale INTEGER",
    "ALTER TABLE issued_report ADD COLUMN lacking_files INTEGER",
    """CREATE TRIGGER issued_report_keeps_counts
       BEFORE UPDATE OF tasks, stale, lacking_files ON issued_report
       BEGIN SELECT RAISE(ABORT, 'an issued report is frozen'); END""",
)


@step(STEPS)
def m013_kept_counts(db: sqlite_utils.Database) -> None:
    """How many tasks a report told of, and what was missing, whatever the year brings after it."""
    for statement in _KEPT_COUNTS:
        db.execute(statement)
