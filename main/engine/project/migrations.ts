/**
 * The database's format, one script a version; a script never changes once it is released.
 * Jobs have a number beside their id so that a million items do not each repeat a long text.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE content (hash TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE tool_set (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL,
    tools TEXT NOT NULL, tool_count INTEGER NOT NULL, created_at TEXT NOT NULL,
    UNIQUE (name, version)
  );
  CREATE TABLE job (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    spec TEXT NOT NULL, state TEXT NOT NULL, news_at TEXT
  );
  CREATE TABLE job_event (
    job INTEGER NOT NULL REFERENCES job, seq INTEGER NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (job, seq)
  ) WITHOUT ROWID;
  CREATE TABLE job_counter (
    job INTEGER NOT NULL REFERENCES job, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (job, name)
  ) WITHOUT ROWID;
  CREATE TABLE item (
    job INTEGER NOT NULL REFERENCES job, ordinal INTEGER NOT NULL, key TEXT NOT NULL, input TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', tries INTEGER NOT NULL DEFAULT 0,
    boundary TEXT, reason TEXT, detail TEXT, summary TEXT, updated_at TEXT,
    PRIMARY KEY (job, ordinal), UNIQUE (job, key)
  ) WITHOUT ROWID;
  CREATE INDEX item_waiting ON item (job, ordinal) WHERE state = 'waiting';
  CREATE INDEX item_trouble ON item (job, state, reason) WHERE state IN ('dropped', 'failed');
  CREATE TABLE step (
    job INTEGER NOT NULL, item INTEGER NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (job, item, number)
  ) WITHOUT ROWID;
  CREATE TABLE dataset (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, record TEXT NOT NULL
  );
  `,
  // A person's words on verdicts; taking one back is a row too.
  `
  CREATE TABLE word (
    number INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL REFERENCES job, sample TEXT NOT NULL,
    at TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE INDEX word_of ON word (job, sample, number);
  `,
  // How long a job has run, by its last record; what the items of a pilot took; what a project is set to.
  `
  CREATE TABLE job_clock (job INTEGER PRIMARY KEY REFERENCES job, ran_ms INTEGER NOT NULL);
  CREATE TABLE pilot_cost (
    job INTEGER NOT NULL REFERENCES job, ordinal INTEGER NOT NULL,
    tokens INTEGER NOT NULL, micros INTEGER NOT NULL, ms REAL NOT NULL, PRIMARY KEY (job, ordinal)
  ) WITHOUT ROWID;
  CREATE TABLE project_setting (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  `,
]
