-- Privacy: what people agreed to, and the addresses of those who want to be left alone.

-- channel 0 is every channel; state 1 granted, 2 pending, 3 withdrawn: the higher number is the stricter one.
CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  purpose TEXT NOT NULL,
  channel INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 1,
  source TEXT,
  proof TEXT,
  at INTEGER NOT NULL,
  expires_at INTEGER,
  user_id INTEGER REFERENCES user (id),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX consent_contact ON consent (contact_id);
CREATE INDEX consent_user ON consent (user_id) WHERE user_id IS NOT NULL;

-- Never an address: hash is the keyed hash of its comparison form, the key is the setting 'suppression_key'.
CREATE TABLE suppression (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  medium INTEGER NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX suppression_hash ON suppression (hash);
