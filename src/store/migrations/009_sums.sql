-- What the rows of each table come to that a commit does not derive: how many they are, the sum of their hashes, and the sum of
-- hash times key, both modulo 2^64. Every commit keeps them, and verify compares (src/store/table_sums.hpp). One row: for each
-- table the hash of its name and these three, each as eight bytes, the lowest first.
CREATE TABLE table_sum (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sums BLOB NOT NULL
) STRICT;

-- Rows from before a column with a default do not hold it, and the preupdate hook reports NULL in its place.
UPDATE segment SET live = live;
