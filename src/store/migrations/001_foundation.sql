-- kith schema 1. STRICT tables, singular names. No triggers, views or application functions: a stock sqlite3
-- opens, dumps and queries the file. Numbers of tables and columns in the journal are those of the descriptors
-- (src/records/types), not of this text. Times are integer milliseconds UTC; dates ISO 8601 text.

-- engine: settings, counters, journal -----------------------------------------------------------------------

CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value ANY
) STRICT, WITHOUT ROWID;

-- The next id of each table, without the replica's bits. Ids are never reused, so this never goes down.
CREATE TABLE counter (
  name TEXT PRIMARY KEY NOT NULL,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE change_txn (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL DEFAULT '',
  label TEXT NOT NULL DEFAULT ''
) STRICT;

-- One row per changed cell, holding the value before. Special column numbers: 0 the row was removed (its cells
-- follow; for link tables old_value is the whole row as JSON), -1 rows row_id..old_value were inserted, -2 the
-- row came back under its old id, -3 link rows whose leading key lies in row_id..old_value were inserted.
CREATE TABLE change (
  table_number INTEGER NOT NULL,
  column_number INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  seq INTEGER NOT NULL REFERENCES change_txn (seq),
  part INTEGER NOT NULL DEFAULT 0,
  old_value ANY,
  subject INTEGER,
  PRIMARY KEY (table_number, column_number, row_id, seq, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_seq ON change (seq);
CREATE INDEX change_by_subject ON change (subject, seq) WHERE subject IS NOT NULL;

-- Business history, not journal: survives pruning.
CREATE TABLE transition (
  id INTEGER PRIMARY KEY,
  table_number INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  column_number INTEGER NOT NULL,
  from_value ANY,
  to_value ANY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX transition_by_record ON transition (table_number, record_id, column_number, at);

-- people ----------------------------------------------------------------------------------------------------

CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  full_name TEXT,
  email TEXT,
  contact_id INTEGER REFERENCES contact (id),
  active INTEGER NOT NULL DEFAULT 1,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX user_name ON user (name) WHERE deleted_at IS NULL;
CREATE INDEX user_contact ON user (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL DEFAULT 0,
  given TEXT,
  additional TEXT,
  family TEXT,
  prefix TEXT,
  suffix TEXT,
  nickname TEXT,
  phonetic_given TEXT,
  phonetic_family TEXT,
  name_order INTEGER NOT NULL DEFAULT 0,
  full_name TEXT,
  sort_key TEXT,
  birthday TEXT,
  gender TEXT,
  language TEXT,
  time_zone TEXT,
  lifecycle INTEGER NOT NULL DEFAULT 0,
  owner_id INTEGER REFERENCES user (id),
  source TEXT,
  notes TEXT,
  uid TEXT,
  merged_into INTEGER REFERENCES contact (id),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX contact_sort ON contact (sort_key);
CREATE INDEX contact_owner ON contact (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX contact_uid ON contact (uid) WHERE uid IS NOT NULL;
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX contact_deleted ON contact (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX contact_birthday ON contact (birthday) WHERE birthday IS NOT NULL;

CREATE TABLE organization (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  phonetic TEXT,
  parent_id INTEGER REFERENCES organization (id),
  industry TEXT,
  website TEXT,
  corporate_number TEXT,
  owner_id INTEGER REFERENCES user (id),
  source TEXT,
  notes TEXT,
  core_name TEXT,
  sort_key TEXT,
  uid TEXT,
  merged_into INTEGER REFERENCES organization (id),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX organization_sort ON organization (sort_key);
CREATE INDEX organization_core_name ON organization (core_name);
CREATE INDEX organization_parent ON organization (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX organization_owner ON organization (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX organization_uid ON organization (uid) WHERE uid IS NOT NULL;
CREATE INDEX organization_merged ON organization (merged_into) WHERE merged_into IS NOT NULL;

-- Elements belong to a contact or to an organization: two nullable owners keep both foreign keys real.
CREATE TABLE email (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  position INTEGER NOT NULL,
  address TEXT NOT NULL,
  label TEXT,
  is_primary INTEGER NOT NULL DEFAULT 0,
  validity INTEGER NOT NULL DEFAULT 0,
  normalized TEXT,
  CHECK ((contact_id IS NULL) <> (organization_id IS NULL))
) STRICT;
CREATE INDEX email_contact ON email (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX email_organization ON email (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX email_normalized ON email (normalized);

CREATE TABLE phone (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  position INTEGER NOT NULL,
  number TEXT NOT NULL,
  label TEXT,
  is_primary INTEGER NOT NULL DEFAULT 0,
  validity INTEGER NOT NULL DEFAULT 0,
  digits TEXT,
  e164 INTEGER,
  extension TEXT,
  CHECK ((contact_id IS NULL) <> (organization_id IS NULL))
) STRICT;
CREATE INDEX phone_contact ON phone (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX phone_organization ON phone (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX phone_e164 ON phone (e164) WHERE e164 IS NOT NULL;
CREATE INDEX phone_digits ON phone (digits);

CREATE TABLE address (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  position INTEGER NOT NULL,
  number TEXT,
  street TEXT,
  extended TEXT,
  locality TEXT,
  region TEXT,
  postcode TEXT,
  country TEXT,
  label TEXT,
  is_primary INTEGER NOT NULL DEFAULT 0,
  latitude REAL,
  longitude REAL,
  raw TEXT,
  folded TEXT,
  country_code TEXT,
  CHECK ((contact_id IS NULL) <> (organization_id IS NULL))
) STRICT;
CREATE INDEX address_contact ON address (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX address_organization ON address (organization_id, position) WHERE organization_id IS NOT NULL;

CREATE TABLE handle (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  position INTEGER NOT NULL,
  service TEXT,
  address TEXT NOT NULL,
  label TEXT,
  is_primary INTEGER NOT NULL DEFAULT 0,
  normalized TEXT,
  CHECK ((contact_id IS NULL) <> (organization_id IS NULL))
) STRICT;
CREATE INDEX handle_contact ON handle (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX handle_organization ON handle (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX handle_normalized ON handle (normalized);

CREATE TABLE named_date (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  position INTEGER NOT NULL,
  date TEXT,
  label TEXT
) STRICT;
CREATE INDEX named_date_contact ON named_date (contact_id, position);

CREATE TABLE external_id (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  interaction_id INTEGER REFERENCES interaction (id),
  position INTEGER NOT NULL,
  system TEXT NOT NULL,
  value TEXT NOT NULL,
  CHECK ((contact_id IS NOT NULL) + (organization_id IS NOT NULL) + (interaction_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX external_id_contact ON external_id (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX external_id_organization ON external_id (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX external_id_interaction ON external_id (interaction_id, position) WHERE interaction_id IS NOT NULL;
CREATE INDEX external_id_value ON external_id (value, system);

CREATE TABLE employment (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  organization_id INTEGER NOT NULL REFERENCES organization (id),
  title TEXT,
  department TEXT,
  branch TEXT,
  is_primary INTEGER NOT NULL DEFAULT 0,
  started TEXT,
  ended TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX employment_contact ON employment (contact_id, organization_id);
CREATE INDEX employment_organization ON employment (organization_id, contact_id);

-- activity --------------------------------------------------------------------------------------------------

CREATE TABLE interaction (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  channel INTEGER NOT NULL DEFAULT 0,
  direction INTEGER NOT NULL DEFAULT 0,
  subject TEXT,
  duration_seconds INTEGER,
  organization_id INTEGER REFERENCES organization (id),
  user_id INTEGER REFERENCES user (id),
  source TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX interaction_at ON interaction (at);
CREATE INDEX interaction_organization ON interaction (organization_id, at) WHERE organization_id IS NOT NULL;
CREATE INDEX interaction_user ON interaction (user_id, at) WHERE user_id IS NOT NULL;

-- Long text apart: timelines and scans read only short rows.
CREATE TABLE interaction_body (
  id INTEGER PRIMARY KEY REFERENCES interaction (id),
  body TEXT
) STRICT;

-- The timeline of every contact, clustered; `at` is a copy of the interaction's.
CREATE TABLE participant (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  at INTEGER NOT NULL,
  interaction_id INTEGER NOT NULL REFERENCES interaction (id),
  role INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  PRIMARY KEY (contact_id, at, interaction_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX participant_interaction ON participant (interaction_id, contact_id, role, at);

-- sorting ---------------------------------------------------------------------------------------------------

CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  color TEXT,
  description TEXT,
  folded TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX tag_folded ON tag (folded) WHERE deleted_at IS NULL;

-- kind is the table number of the tagged record.
CREATE TABLE tagging (
  record_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  tag_id INTEGER NOT NULL REFERENCES tag (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (record_id, kind, tag_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tagging_tag ON tagging (tag_id, kind, record_id);

CREATE TABLE list (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  record_type TEXT NOT NULL,
  description TEXT,
  folded TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX list_folded ON list (folded) WHERE deleted_at IS NULL;

CREATE TABLE list_member (
  record_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  list_id INTEGER NOT NULL REFERENCES list (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (record_id, kind, list_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX list_member_list ON list_member (list_id, kind, record_id);

CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  record_type TEXT NOT NULL,
  query TEXT NOT NULL,
  description TEXT,
  folded TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX segment_folded ON segment (folded) WHERE deleted_at IS NULL;

CREATE TABLE field (
  id INTEGER PRIMARY KEY,
  record_type TEXT NOT NULL,
  key TEXT NOT NULL,
  label TEXT,
  type INTEGER NOT NULL,
  is_required INTEGER NOT NULL DEFAULT 0,
  is_unique INTEGER NOT NULL DEFAULT 0,
  is_identifying INTEGER NOT NULL DEFAULT 0,
  is_personal INTEGER NOT NULL DEFAULT 1,
  choices TEXT,
  target TEXT,
  minimum REAL,
  maximum REAL,
  max_length INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX field_key ON field (record_type, key) WHERE deleted_at IS NULL;

-- `position` counts the values of a multi-choice; `folded` is the text in comparison form; `unit` a currency or
-- a reference's record type.
CREATE TABLE field_value (
  record_id INTEGER NOT NULL,
  field_id INTEGER NOT NULL REFERENCES field (id),
  position INTEGER NOT NULL,
  value ANY NOT NULL,
  unit TEXT,
  folded TEXT,
  seq INTEGER NOT NULL,
  PRIMARY KEY (record_id, field_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_value_value ON field_value (field_id, value);
CREATE INDEX field_value_folded ON field_value (field_id, folded) WHERE folded IS NOT NULL;

-- imports ---------------------------------------------------------------------------------------------------

CREATE TABLE import_batch (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  txn INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

-- What a row or card of a source became: a repeated import finds it again by the digest of its content.
CREATE TABLE source_record (
  id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  line INTEGER NOT NULL,
  digest BLOB NOT NULL,
  kind INTEGER NOT NULL,
  record_id INTEGER NOT NULL
) STRICT;
CREATE INDEX source_record_digest ON source_record (digest);
CREATE INDEX source_record_batch ON source_record (batch_id);
CREATE INDEX source_record_record ON source_record (record_id, kind);

-- matching and merging --------------------------------------------------------------------------------------

-- Derived. key is a 63-bit hash of the normalised evidence; family says which pass it belongs to.
CREATE TABLE match_key (
  family INTEGER NOT NULL,
  key INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  PRIMARY KEY (family, key, kind, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX match_key_record ON match_key (record_id, kind);

CREATE TABLE not_duplicate (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  low_id INTEGER NOT NULL,
  high_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT '',
  CHECK (low_id < high_id)
) STRICT;
CREATE UNIQUE INDEX not_duplicate_pair ON not_duplicate (kind, low_id, high_id);
CREATE INDEX not_duplicate_high ON not_duplicate (kind, high_id);

CREATE TABLE merge (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  survivor_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  undone_at INTEGER,
  undone_seq INTEGER,
  summary TEXT
) STRICT;
CREATE INDEX merge_survivor ON merge (kind, survivor_id);
CREATE INDEX merge_seq ON merge (seq);

-- What a merge did, cell by cell: survives the pruning of the journal, so a merge can be taken back at any time.
-- The columns mean what they mean in `change`; new_value is what the merge wrote.
CREATE TABLE merge_move (
  merge_id INTEGER NOT NULL REFERENCES merge (id),
  table_number INTEGER NOT NULL,
  column_number INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  part INTEGER NOT NULL DEFAULT 0,
  old_value ANY,
  new_value ANY,
  PRIMARY KEY (merge_id, table_number, column_number, row_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX merge_move_row ON merge_move (table_number, row_id, column_number);

-- search ----------------------------------------------------------------------------------------------------

-- Derived. One row per folded token; a prefix is an ordered range of it.
CREATE TABLE name_token (
  token TEXT NOT NULL,
  kind INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  field INTEGER NOT NULL,
  PRIMARY KEY (token, kind, record_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_token_record ON name_token (record_id, kind);
