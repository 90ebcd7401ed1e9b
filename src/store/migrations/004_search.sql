-- Full text.
--
-- search_doc says what search_index holds of each record: `title`, `reading`, `text` and `kana` as they stand there (folded
-- words; runs of kanji and kana as pairs of characters with the last one by itself), `point` the names, addresses and
-- numbers, a line each, that any piece of is found by. Long text is kept once, where it belongs: of the words of `body`
-- only a hash stands here. Both tables are derived.
CREATE TABLE search_doc (
  id INTEGER PRIMARY KEY,  -- record_id * 256 + kind: follows from the record, and leaves the index in their order
  kind INTEGER NOT NULL AS (id & 255) VIRTUAL,
  record_id INTEGER NOT NULL AS (id >> 8) VIRTUAL,
  title TEXT NOT NULL,
  reading TEXT NOT NULL,
  point TEXT NOT NULL,
  text TEXT NOT NULL,
  kana TEXT NOT NULL,
  body INTEGER
) STRICT;

-- Words are made by kith; the tokenizer only splits them at spaces. Bytes above 127 are letters to it.
CREATE VIRTUAL TABLE search_index USING fts5(title, reading, point, text, kana, body, content = '',
  tokenize = "ascii tokenchars '@._+-'");
INSERT INTO search_index (search_index, rank) VALUES ('automerge', 8);
