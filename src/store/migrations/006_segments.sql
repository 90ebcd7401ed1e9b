-- Segments that are kept up to date, segments that are lists, and where addresses lie.

-- A segment with a list has the list's members in place of a query: chosen by hand, or as they were at `taken_at`.
ALTER TABLE segment ADD COLUMN list_id INTEGER REFERENCES list (id);
ALTER TABLE segment ADD COLUMN taken_at INTEGER;
-- 1: the commit pipeline keeps its members.
ALTER TABLE segment ADD COLUMN live INTEGER NOT NULL DEFAULT 0;
CREATE INDEX segment_list ON segment (list_id) WHERE list_id IS NOT NULL;

-- Derived: what the query of each live segment gives at the time of its clock.
CREATE TABLE segment_member (
  segment_id INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  PRIMARY KEY (segment_id, record_id)
) STRICT, WITHOUT ROWID;

-- The time for which the members of a live segment were last brought up to date, and a hash of its statement then: when
-- that becomes another, everyone is asked anew.
CREATE TABLE segment_clock (
  segment_id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  fingerprint INTEGER NOT NULL
) STRICT;

-- Who entered (1) and left (0), in the order in which it happened; seq is the transaction, 0 where only time went by.
CREATE TABLE segment_change (
  id INTEGER PRIMARY KEY,
  segment_id INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  entered INTEGER NOT NULL,
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX segment_change_record ON segment_change (segment_id, record_id, id);

-- Behaviour is counted over everyone: how often a kind of event happened, and to whom, within a time.
CREATE INDEX event_kind ON event (kind, at, contact_id) WHERE deleted_at IS NULL;

-- Derived: addresses with coordinates, as boxes of no extent. The tree rounds to 32 bits, outwards; latitude and longitude
-- are exact.
CREATE VIRTUAL TABLE address_place USING rtree (
  id, south, north, west, east, +contact_id INTEGER, +organization_id INTEGER, +latitude REAL, +longitude REAL
);
