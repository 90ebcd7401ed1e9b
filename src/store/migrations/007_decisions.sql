-- The sibling of not_duplicate: pairs that somebody decided to be one, whether or not they were merged since. What is decided
-- later about the same two takes the place of the earlier row in either table.
CREATE TABLE confirmed_duplicate (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  low_id INTEGER NOT NULL,
  high_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT '',
  CHECK (low_id < high_id)
) STRICT;
CREATE UNIQUE INDEX confirmed_duplicate_pair ON confirmed_duplicate (kind, low_id, high_id);
CREATE INDEX confirmed_duplicate_high ON confirmed_duplicate (kind, high_id);
