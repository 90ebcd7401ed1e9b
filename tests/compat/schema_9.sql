-- A file of schema 9, as `.dump` of a stock sqlite3 wrote it: the one of schema 8, migrated, with a note.
PRAGMA application_id = 1802073192;
PRAGMA user_version = 9;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value ANY
) STRICT, WITHOUT ROWID;
INSERT INTO setting VALUES('derived:address_place','1');
INSERT INTO setting VALUES('derived:board_total','1');
INSERT INTO setting VALUES('derived:computed','2');
INSERT INTO setting VALUES('derived:contact_summary','1');
INSERT INTO setting VALUES('derived:match_key','3');
INSERT INTO setting VALUES('derived:name_token','3');
INSERT INTO setting VALUES('derived:search_doc','3');
INSERT INTO setting VALUES('derived:segment_check',1);
INSERT INTO setting VALUES('derived:segment_member','1');
INSERT INTO setting VALUES('fiscal_year_start',1);
INSERT INTO setting VALUES('region','JP');
INSERT INTO setting VALUES('replica',0);
INSERT INTO setting VALUES('time_zone','Asia/Tokyo');
INSERT INTO setting VALUES('uid','e85a23e56413cf56649748accbc1df72');
INSERT INTO setting VALUES('week_start',1);
CREATE TABLE counter (
  name TEXT PRIMARY KEY NOT NULL,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('address',2);
INSERT INTO counter VALUES('appointment',2);
INSERT INTO counter VALUES('change_txn',34);
INSERT INTO counter VALUES('confirmed_duplicate',2);
INSERT INTO counter VALUES('consent',2);
INSERT INTO counter VALUES('contact',5);
INSERT INTO counter VALUES('deal',2);
INSERT INTO counter VALUES('deal_line',2);
INSERT INTO counter VALUES('email',5);
INSERT INTO counter VALUES('employment',3);
INSERT INTO counter VALUES('event',2);
INSERT INTO counter VALUES('exchange_rate',2);
INSERT INTO counter VALUES('external_id',5);
INSERT INTO counter VALUES('field',2);
INSERT INTO counter VALUES('import_batch',2);
INSERT INTO counter VALUES('interaction',2);
INSERT INTO counter VALUES('list',3);
INSERT INTO counter VALUES('merge',2);
INSERT INTO counter VALUES('not_duplicate',2);
INSERT INTO counter VALUES('organization',3);
INSERT INTO counter VALUES('phone',4);
INSERT INTO counter VALUES('pipeline',2);
INSERT INTO counter VALUES('price',2);
INSERT INTO counter VALUES('product',2);
INSERT INTO counter VALUES('relationship',2);
INSERT INTO counter VALUES('reminder',3);
INSERT INTO counter VALUES('segment',5);
INSERT INTO counter VALUES('source_record',5);
INSERT INTO counter VALUES('stage',3);
INSERT INTO counter VALUES('tag',2);
INSERT INTO counter VALUES('task',3);
CREATE TABLE change_txn (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL DEFAULT '',
  label TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO change_txn VALUES(1,1795337911526,'ada','import m.csv');
INSERT INTO change_txn VALUES(2,1795337911565,'ada','merge contact 3 into 2');
INSERT INTO change_txn VALUES(3,1795337911584,'ada','');
INSERT INTO change_txn VALUES(4,1795337911611,'ada','');
INSERT INTO change_txn VALUES(5,1795337911643,'ada','');
INSERT INTO change_txn VALUES(6,1795337911676,'ada','');
INSERT INTO change_txn VALUES(7,1795337933837,'ada','');
INSERT INTO change_txn VALUES(8,1795359861024,'ada','create pipeline Sales');
INSERT INTO change_txn VALUES(9,1795359861077,'ada','');
INSERT INTO change_txn VALUES(10,1795359861093,'ada','');
INSERT INTO change_txn VALUES(11,1795359861104,'ada','');
INSERT INTO change_txn VALUES(12,1795359861126,'ada','move 機関 to Won');
INSERT INTO change_txn VALUES(13,1795359861150,'ada','');
INSERT INTO change_txn VALUES(14,1795359861173,'ada','');
INSERT INTO change_txn VALUES(15,1795359861189,'ada','');
INSERT INTO change_txn VALUES(16,1795359861204,'ada','');
INSERT INTO change_txn VALUES(17,1795359861217,'ada','');
INSERT INTO change_txn VALUES(18,1795359861229,'ada','');
INSERT INTO change_txn VALUES(19,1795359861240,'ada','');
INSERT INTO change_txn VALUES(20,1795390767529,'','');
INSERT INTO change_txn VALUES(21,1795390767533,'','');
INSERT INTO change_txn VALUES(22,1795390767538,'','');
INSERT INTO change_txn VALUES(23,1795390767541,'','');
INSERT INTO change_txn VALUES(24,1795390767542,'','');
INSERT INTO change_txn VALUES(25,1795415697987,'ada','contact 1 and 2 are one');
INSERT INTO change_txn VALUES(26,1795415698087,'ada','organization 1 and 2 are different');
INSERT INTO change_txn VALUES(27,1795432525070,'ada','');
INSERT INTO change_txn VALUES(28,1795432525148,'ada','');
INSERT INTO change_txn VALUES(29,1795432525221,'ada','');
INSERT INTO change_txn VALUES(30,1795432525296,'ada','');
INSERT INTO change_txn VALUES(31,1795432525373,'ada','');
INSERT INTO change_txn VALUES(32,1795432525447,'ada','');
INSERT INTO change_txn VALUES(33,1795438033766,'ada','');
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
INSERT INTO change VALUES(1,-1,1,1,0,4,NULL);
INSERT INTO change VALUES(1,3,4,6,0,NULL,4);
INSERT INTO change VALUES(1,4,3,2,0,NULL,3);
INSERT INTO change VALUES(1,28,1,33,0,NULL,1);
INSERT INTO change VALUES(1,28,4,5,0,NULL,4);
INSERT INTO change VALUES(2,-1,1,1,0,4,NULL);
INSERT INTO change VALUES(2,0,3,2,0,NULL,3);
INSERT INTO change VALUES(2,6,3,2,0,0,3);
INSERT INTO change VALUES(2,7,3,2,0,3,3);
INSERT INTO change VALUES(2,10,3,2,0,'Ada@Engines.example',3);
INSERT INTO change VALUES(2,12,3,2,0,0,3);
INSERT INTO change VALUES(2,13,3,2,0,0,3);
INSERT INTO change VALUES(3,-1,1,1,0,3,NULL);
INSERT INTO change VALUES(4,-1,1,1,0,1,NULL);
INSERT INTO change VALUES(4,19,1,20,0,NULL,1);
INSERT INTO change VALUES(4,20,1,20,0,NULL,1);
INSERT INTO change VALUES(7,-1,1,1,0,2,NULL);
INSERT INTO change VALUES(8,-1,1,1,0,2,NULL);
INSERT INTO change VALUES(9,-1,1,4,0,1,NULL);
INSERT INTO change VALUES(9,18,1,27,0,NULL,NULL);
INSERT INTO change VALUES(11,-3,1,4,0,1,NULL);
INSERT INTO change VALUES(13,-1,1,3,0,1,NULL);
INSERT INTO change VALUES(14,-3,1,3,0,1,NULL);
INSERT INTO change VALUES(15,-1,1,23,0,1,NULL);
INSERT INTO change VALUES(15,-1,2,24,0,2,NULL);
INSERT INTO change VALUES(16,-3,1,24,0,1,NULL);
INSERT INTO change VALUES(17,-1,1,1,0,1,NULL);
INSERT INTO change VALUES(18,-3,1,1,0,2,NULL);
INSERT INTO change VALUES(19,-1,1,1,0,4,NULL);
INSERT INTO change VALUES(19,6,3,2,0,0,3);
INSERT INTO change VALUES(19,7,3,2,0,3,3);
INSERT INTO change VALUES(20,-1,1,7,0,1,NULL);
INSERT INTO change VALUES(20,-1,2,21,0,2,NULL);
INSERT INTO change VALUES(20,-1,3,23,0,3,NULL);
INSERT INTO change VALUES(20,-1,4,24,0,4,NULL);
INSERT INTO change VALUES(20,16,2,22,0,0,NULL);
INSERT INTO change VALUES(22,-1,1,1,0,1,NULL);
INSERT INTO change VALUES(23,-1,1,1,0,4,NULL);
INSERT INTO change VALUES(23,14,3,2,0,3,NULL);
INSERT INTO change VALUES(24,-1,1,26,0,1,NULL);
INSERT INTO change VALUES(25,-1,1,2,0,1,NULL);
INSERT INTO change VALUES(26,-1,1,8,0,2,NULL);
INSERT INTO change VALUES(27,-1,1,11,0,1,NULL);
INSERT INTO change VALUES(27,11,1,12,0,1,1);
INSERT INTO change VALUES(27,17,1,12,0,NULL,1);
INSERT INTO change VALUES(28,-1,1,11,0,1,NULL);
INSERT INTO change VALUES(29,-3,1,11,0,1,NULL);
INSERT INTO change VALUES(30,-1,1,9,0,1,NULL);
INSERT INTO change VALUES(31,-1,1,10,0,1,NULL);
INSERT INTO change VALUES(32,-1,1,13,0,1,NULL);
INSERT INTO change VALUES(32,-1,2,29,0,2,NULL);
INSERT INTO change VALUES(32,22,2,30,0,NULL,NULL);
INSERT INTO change VALUES(32,23,2,30,0,1,NULL);
INSERT INTO change VALUES(32,23,2,31,0,NULL,NULL);
INSERT INTO change VALUES(33,-1,1,14,0,1,NULL);
INSERT INTO change VALUES(33,25,1,28,0,NULL,NULL);
INSERT INTO change VALUES(34,-1,1,15,0,1,NULL);
INSERT INTO change VALUES(34,-1,2,32,0,2,NULL);
INSERT INTO change VALUES(35,-1,1,16,0,1,NULL);
INSERT INTO change VALUES(37,-1,1,17,0,1,NULL);
INSERT INTO change VALUES(39,-1,1,18,0,1,NULL);
INSERT INTO change VALUES(42,-1,1,19,0,1,NULL);
INSERT INTO change VALUES(44,-3,1,14,0,1,NULL);
INSERT INTO change VALUES(51,-1,1,8,0,1,NULL);
INSERT INTO change VALUES(53,-1,1,25,0,1,NULL);
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
INSERT INTO transition VALUES(1,27,1,11,NULL,1,1795359861104,'ada',11);
INSERT INTO transition VALUES(2,27,1,11,1,2,1795359861126,'ada',12);
INSERT INTO transition VALUES(3,42,1,13,NULL,1,1795359861240,'ada',19);
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
, team_id INTEGER REFERENCES team (id)) STRICT;
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
, rhythm_days INTEGER, photo TEXT REFERENCES blob (key)) STRICT;
INSERT INTO contact VALUES(1,0,'太郎',NULL,'山田',NULL,NULL,NULL,'タロウ','ヤマダ',0,'山田 太郎','やまた!002 たろう','1980-04-05',NULL,NULL,NULL,0,NULL,NULL,'Bringt Pläne mit',NULL,NULL,3,1795337911526,1795438033766,NULL,NULL,NULL);
INSERT INTO contact VALUES(2,0,'Ada',NULL,'Lovelace',NULL,NULL,NULL,NULL,NULL,0,'Ada Lovelace','lovelace ada','1815-12-10',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,2,1795337911526,1795337911565,NULL,NULL,NULL);
INSERT INTO contact VALUES(3,0,'Ada',NULL,'LOVELACE',NULL,NULL,NULL,NULL,NULL,0,'LOVELACE, Ada','lovelace ada',NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,2,2,1795337911526,1795337911565,NULL,NULL,NULL);
INSERT INTO contact VALUES(4,0,'花子',NULL,'佐藤',NULL,NULL,NULL,'ハナコ','サトウ',0,'佐藤 花子','さとう はなこ','--03-03',NULL,NULL,NULL,0,NULL,NULL,'休み',NULL,NULL,3,1795337911526,1795337911676,1795337911676,NULL,NULL);
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
INSERT INTO organization VALUES(1,0,'株式会社みほん',NULL,NULL,NULL,NULL,NULL,NULL,'m.csv',NULL,'みほん','みほん',NULL,NULL,1,1795337911526,1795337911526,NULL);
INSERT INTO organization VALUES(2,0,'Analytical Engines Ltd',NULL,NULL,NULL,NULL,NULL,NULL,'m.csv',NULL,'analytical engines','analytical-engines',NULL,NULL,1,1795337911526,1795337911526,NULL);
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
INSERT INTO email VALUES(1,1,NULL,0,'taro@example.jp',NULL,0,0,'taro@example.jp');
INSERT INTO email VALUES(2,2,NULL,0,'ada@engines.example',NULL,0,0,'ada@engines.example');
INSERT INTO email VALUES(4,4,NULL,0,'hanako@example.jp',NULL,0,0,'hanako@example.jp');
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
INSERT INTO phone VALUES(1,1,NULL,0,'03-5550-1234',NULL,0,0,'0355501234',81355501234,NULL);
INSERT INTO phone VALUES(2,2,NULL,0,'+44 20 7946 0018',NULL,0,0,'02079460018',442079460018,NULL);
INSERT INTO phone VALUES(3,4,NULL,0,'090-5550-1111',NULL,0,0,'09055501111',819055501111,NULL);
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
INSERT INTO address VALUES(1,1,NULL,0,NULL,'千代田1-1',NULL,NULL,NULL,'100-0001',NULL,NULL,0,35.681199999999996918,139.76709999999999922,NULL,'千代田1-1 1000001',NULL);
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
CREATE TABLE named_date (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  position INTEGER NOT NULL,
  date TEXT,
  label TEXT
) STRICT;
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
INSERT INTO external_id VALUES(1,1,NULL,NULL,0,'m.csv','1');
INSERT INTO external_id VALUES(2,2,NULL,NULL,0,'m.csv','2');
INSERT INTO external_id VALUES(3,2,NULL,NULL,1,'m.csv','3');
INSERT INTO external_id VALUES(4,4,NULL,NULL,0,'m.csv','4');
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
INSERT INTO employment VALUES(1,1,1,'部長',NULL,NULL,1,NULL,NULL,1,1795337911526,1795337911526,NULL);
INSERT INTO employment VALUES(2,2,2,'Analyst',NULL,NULL,1,NULL,NULL,1,1795337911526,1795337911526,NULL);
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
, deal_id INTEGER REFERENCES deal (id)) STRICT;
INSERT INTO interaction VALUES(1,1777597200000,1,0,'お見積り',NULL,NULL,NULL,NULL,2,1795337911611,1795432525070,NULL,1);
CREATE TABLE interaction_body (
  id INTEGER PRIMARY KEY REFERENCES interaction (id),
  body TEXT
) STRICT;
CREATE TABLE participant (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  at INTEGER NOT NULL,
  interaction_id INTEGER NOT NULL REFERENCES interaction (id),
  role INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  PRIMARY KEY (contact_id, at, interaction_id)
) STRICT, WITHOUT ROWID;
INSERT INTO participant VALUES(1,1777597200000,1,0,4);
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
INSERT INTO tag VALUES(1,'vip',NULL,NULL,'vip',1,1795337911584,1795337911584,NULL);
CREATE TABLE tagging (
  record_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  tag_id INTEGER NOT NULL REFERENCES tag (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (record_id, kind, tag_id)
) STRICT, WITHOUT ROWID;
INSERT INTO tagging VALUES(1,1,1,3);
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
INSERT INTO list VALUES(1,'Chosen','contact',NULL,'chosen',1,1795390767541,1795390767541,NULL);
INSERT INTO list VALUES(2,'Then','contact',NULL,'then',1,1795390767542,1795390767542,NULL);
CREATE TABLE list_member (
  record_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  list_id INTEGER NOT NULL REFERENCES list (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (record_id, kind, list_id)
) STRICT, WITHOUT ROWID;
INSERT INTO list_member VALUES(1,1,2,24);
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
, list_id INTEGER REFERENCES list (id), taken_at INTEGER, live INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO segment VALUES(1,'VIPs','contact','tag = vip',NULL,'vips',1,1795337933837,1795337933837,NULL,NULL,NULL,0);
INSERT INTO segment VALUES(2,'Near','contact','within 5 km of (35.68, 139.77) or has interaction (at within last 30 days)',NULL,'near',2,1795390767533,1795390767538,NULL,NULL,NULL,1);
INSERT INTO segment VALUES(3,'Chosen','contact','',NULL,'chosen',1,1795390767541,1795390767541,NULL,1,NULL,0);
INSERT INTO segment VALUES(4,'Then','contact','',NULL,'then',1,1795390767542,1795390767542,NULL,2,1795390767542,0);
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
INSERT INTO field VALUES(1,'contact','badge','badge',1,0,0,0,1,NULL,NULL,NULL,NULL,NULL,1,1795337911526,1795337911526,NULL);
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
INSERT INTO field_value VALUES(1,1,0,'B-1',NULL,'b-1',1);
INSERT INTO field_value VALUES(2,1,0,'B-2',NULL,'b-2',1);
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
INSERT INTO import_batch VALUES(1,'m.csv','csv',1,4,0,0,0,2,1795337911526,1795337911526,NULL);
CREATE TABLE source_record (
  id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL REFERENCES import_batch (id),
  line INTEGER NOT NULL,
  digest BLOB NOT NULL,
  kind INTEGER NOT NULL,
  record_id INTEGER NOT NULL
) STRICT;
INSERT INTO source_record VALUES(1,1,2,X'e147a2b8d6d52f87eb1399cc31a6fa89e53d56a083b46607e2f12b82c2f9c5e4acda363d061b35946d40e50cb703e8f3',1,1);
INSERT INTO source_record VALUES(2,1,3,X'd946e25698672be3f7798813712db8b399f691f2d324e5c38f51585b20b1917a2db3191119f0fe2b4c427f8ae0b24e6e',1,2);
INSERT INTO source_record VALUES(3,1,4,X'42fe1943299242470d2507dce052e9dd1d15f61a5c7ca4a4bbb04fda85effb11a5fa5e85203f8f32ea6db2602c0e990d',1,2);
INSERT INTO source_record VALUES(4,1,5,X'c4975ad99720f6acc6f4792cf35e685b3e556309d2b644fb9a4634ce9fbcc2d437d98064d58e63ccb1b18a2bca250439',1,4);
CREATE TABLE match_key (
  family INTEGER NOT NULL,
  key INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  PRIMARY KEY (family, key, kind, record_id)
) STRICT, WITHOUT ROWID;
INSERT INTO match_key VALUES(1,5718910810930381559,1,1);
INSERT INTO match_key VALUES(3,4250814077370508884,1,1);
INSERT INTO match_key VALUES(4,1006903090340737968,1,1);
INSERT INTO match_key VALUES(5,181662037495768881,1,1);
INSERT INTO match_key VALUES(7,1828085140425922217,1,1);
INSERT INTO match_key VALUES(8,5474828328972489579,1,1);
INSERT INTO match_key VALUES(9,2560130515989265794,1,1);
INSERT INTO match_key VALUES(9,7280531244381731975,1,1);
INSERT INTO match_key VALUES(10,369772934111629247,1,1);
INSERT INTO match_key VALUES(10,3960945207972468639,1,1);
INSERT INTO match_key VALUES(11,4284941148119687050,1,1);
INSERT INTO match_key VALUES(11,8542882599176769428,1,1);
INSERT INTO match_key VALUES(12,6013722958598062020,1,1);
INSERT INTO match_key VALUES(12,6253353220770482972,1,1);
INSERT INTO match_key VALUES(13,4963299236186614503,1,1);
INSERT INTO match_key VALUES(15,390049201561194190,7,1);
INSERT INTO match_key VALUES(16,3868899530041838452,7,1);
INSERT INTO match_key VALUES(19,5225099449554158962,7,1);
INSERT INTO match_key VALUES(1,7158856177872491347,1,2);
INSERT INTO match_key VALUES(3,7983746165692487309,1,2);
INSERT INTO match_key VALUES(4,1269884940771626102,1,2);
INSERT INTO match_key VALUES(6,7429078417251902537,1,2);
INSERT INTO match_key VALUES(9,1033066422423815571,1,2);
INSERT INTO match_key VALUES(9,7280271983610845800,1,2);
INSERT INTO match_key VALUES(11,5863637135260484085,1,2);
INSERT INTO match_key VALUES(11,7999518255990520435,1,2);
INSERT INTO match_key VALUES(12,119237495277213725,1,2);
INSERT INTO match_key VALUES(12,6176362688091856221,1,2);
INSERT INTO match_key VALUES(13,3079940027744484080,1,2);
INSERT INTO match_key VALUES(13,3571533821479485107,1,2);
INSERT INTO match_key VALUES(15,1185423808536037311,7,2);
INSERT INTO match_key VALUES(16,700057256906516870,7,2);
INSERT INTO match_key VALUES(16,4272942134164266057,7,2);
INSERT INTO match_key VALUES(18,4334699108583343226,7,2);
INSERT INTO match_key VALUES(19,3586472242153451245,7,2);
INSERT INTO match_key VALUES(19,5491076103826016903,7,2);
CREATE TABLE not_duplicate (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  low_id INTEGER NOT NULL,
  high_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT '',
  CHECK (low_id < high_id)
) STRICT;
INSERT INTO not_duplicate VALUES(1,7,1,2,1795415698087,'ada');
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
INSERT INTO merge VALUES(1,1,2,1795337911565,'ada',2,NULL,NULL,'{"losers":[3]}');
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
INSERT INTO merge_move VALUES(1,1,4,3,0,NULL,2);
INSERT INTO merge_move VALUES(1,2,0,3,0,NULL,2);
INSERT INTO merge_move VALUES(1,2,6,3,0,0,NULL);
INSERT INTO merge_move VALUES(1,2,7,3,0,3,NULL);
INSERT INTO merge_move VALUES(1,2,10,3,0,'Ada@Engines.example',NULL);
INSERT INTO merge_move VALUES(1,2,12,3,0,0,NULL);
INSERT INTO merge_move VALUES(1,2,13,3,0,0,NULL);
INSERT INTO merge_move VALUES(1,19,6,3,0,0,1);
INSERT INTO merge_move VALUES(1,19,7,3,0,3,2);
INSERT INTO merge_move VALUES(1,23,14,3,0,3,2);
CREATE TABLE name_token (
  token TEXT NOT NULL,
  kind INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  field INTEGER NOT NULL,
  PRIMARY KEY (token, kind, record_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO name_token VALUES('11太郎',1,1,1);
INSERT INTO name_token VALUES('11太郎山田',1,1,1);
INSERT INTO name_token VALUES('11山田',1,1,1);
INSERT INTO name_token VALUES('11山田太郎',1,1,1);
INSERT INTO name_token VALUES('21taro',1,1,2);
INSERT INTO name_token VALUES('21tarou',1,1,2);
INSERT INTO name_token VALUES('21yamada',1,1,2);
INSERT INTO name_token VALUES('21yamadataro',1,1,2);
INSERT INTO name_token VALUES('21yamadatarou',1,1,2);
INSERT INTO name_token VALUES('21たろう',1,1,2);
INSERT INTO name_token VALUES('21たろうやまだ',1,1,2);
INSERT INTO name_token VALUES('21やまだ',1,1,2);
INSERT INTO name_token VALUES('21やまだたろう',1,1,2);
INSERT INTO name_token VALUES('31う',1,1,2);
INSERT INTO name_token VALUES('31たろう',1,1,2);
INSERT INTO name_token VALUES('31だ',1,1,2);
INSERT INTO name_token VALUES('31だたろう',1,1,2);
INSERT INTO name_token VALUES('31まだ',1,1,2);
INSERT INTO name_token VALUES('31まだたろう',1,1,2);
INSERT INTO name_token VALUES('31ろう',1,1,2);
INSERT INTO name_token VALUES('31田',1,1,1);
INSERT INTO name_token VALUES('31田太郎',1,1,1);
INSERT INTO name_token VALUES('31郎',1,1,1);
INSERT INTO name_token VALUES('410355501234',1,1,6);
INSERT INTO name_token VALUES('4181355501234',1,1,6);
INSERT INTO name_token VALUES('41example.jp',1,1,5);
INSERT INTO name_token VALUES('41taro',1,1,5);
INSERT INTO name_token VALUES('41taro@example.jp',1,1,5);
INSERT INTO name_token VALUES('17みほん',7,1,4);
INSERT INTO name_token VALUES('17株式会社',7,1,4);
INSERT INTO name_token VALUES('17株式会社みほん',7,1,4);
INSERT INTO name_token VALUES('37ほん',7,1,4);
INSERT INTO name_token VALUES('37ん',7,1,4);
INSERT INTO name_token VALUES('37会社みほん',7,1,4);
INSERT INTO name_token VALUES('37式会社みほん',7,1,4);
INSERT INTO name_token VALUES('37社みほん',7,1,4);
INSERT INTO name_token VALUES('11ada',1,2,1);
INSERT INTO name_token VALUES('11lovelace',1,2,1);
INSERT INTO name_token VALUES('11lovelaceada',1,2,1);
INSERT INTO name_token VALUES('21ada',1,2,2);
INSERT INTO name_token VALUES('4102079460018',1,2,6);
INSERT INTO name_token VALUES('41442079460018',1,2,6);
INSERT INTO name_token VALUES('41ada',1,2,5);
INSERT INTO name_token VALUES('41ada@engines.example',1,2,5);
INSERT INTO name_token VALUES('41engines.example',1,2,5);
INSERT INTO name_token VALUES('17analytical',7,2,4);
INSERT INTO name_token VALUES('17engines',7,2,4);
INSERT INTO name_token VALUES('17ltd',7,2,4);
CREATE TABLE pipeline (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  description TEXT,
  folded TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO pipeline VALUES(1,'Sales',0,NULL,'sales',1,1795359861024,1795359861024,NULL);
CREATE TABLE stage (
  id INTEGER PRIMARY KEY,
  pipeline_id INTEGER NOT NULL REFERENCES pipeline (id),
  name TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  kind INTEGER NOT NULL DEFAULT 0,
  probability INTEGER NOT NULL DEFAULT 0,
  forecast INTEGER NOT NULL DEFAULT 0,
  rotting_days INTEGER,
  required_fields TEXT,
  folded TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO stage VALUES(1,1,'Lead',0,0,10,0,NULL,NULL,'lead',1,1795359861024,1795359861024,NULL);
INSERT INTO stage VALUES(2,1,'Won',1,1,100,0,NULL,NULL,'won',1,1795359861024,1795359861024,NULL);
CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sku TEXT,
  category TEXT,
  unit TEXT,
  description TEXT,
  active INTEGER NOT NULL DEFAULT 1,
  folded TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO product VALUES(1,'Engine','E-1',NULL,NULL,NULL,1,'engine',1,1795359861077,1795359861077,NULL);
CREATE TABLE price (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES product (id),
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  starts TEXT,
  ends TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO price VALUES(1,1,1200000,'JPY',NULL,NULL,1,1795359861093,1795359861093,NULL);
CREATE TABLE deal (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stage_id INTEGER NOT NULL REFERENCES stage (id),
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  amount INTEGER,
  currency TEXT,
  expected_close TEXT,
  closed_at INTEGER,
  owner_id INTEGER REFERENCES user (id),
  source TEXT,
  lost_reason TEXT,
  campaign TEXT,
  notes TEXT,
  position INTEGER NOT NULL DEFAULT 0,
  pipeline_id INTEGER REFERENCES pipeline (id),
  status INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO deal VALUES(1,'機関',2,1,NULL,1200000,'JPY',NULL,1795359861126,NULL,NULL,NULL,NULL,NULL,0,1,1,2,1795359861104,1795359861126,NULL);
CREATE TABLE deal_line (
  id INTEGER PRIMARY KEY,
  deal_id INTEGER NOT NULL REFERENCES deal (id),
  position INTEGER NOT NULL,
  product_id INTEGER REFERENCES product (id),
  description TEXT,
  quantity REAL NOT NULL DEFAULT 1,
  unit_price INTEGER,
  currency TEXT,
  discount REAL NOT NULL DEFAULT 0
) STRICT;
INSERT INTO deal_line VALUES(1,1,0,1,NULL,1.0,1200000,'JPY',0.0);
CREATE TABLE deal_contact (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  deal_id INTEGER NOT NULL REFERENCES deal (id),
  role INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  PRIMARY KEY (contact_id, deal_id)
) STRICT, WITHOUT ROWID;
INSERT INTO deal_contact VALUES(1,1,0,11);
CREATE TABLE board_deal (
  deal_id INTEGER PRIMARY KEY,
  stage_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL
) STRICT;
INSERT INTO board_deal VALUES(1,2,'JPY',1200000);
CREATE TABLE board_total (
  stage_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  deals INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (stage_id, currency)
) STRICT, WITHOUT ROWID;
INSERT INTO board_total VALUES(2,'JPY',1,1200000);
CREATE TABLE team (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE TABLE blob (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  digest INTEGER NOT NULL,
  size INTEGER NOT NULL
) STRICT;
CREATE TABLE blob_chunk (
  id INTEGER PRIMARY KEY,
  blob_id INTEGER NOT NULL REFERENCES blob (id),
  position INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  due INTEGER,
  done_at INTEGER,
  priority INTEGER NOT NULL DEFAULT 0,
  assignee_id INTEGER REFERENCES user (id),
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  repeat_unit INTEGER NOT NULL DEFAULT 0,
  repeat_every INTEGER NOT NULL DEFAULT 1,
  repeat_day INTEGER NOT NULL DEFAULT 0,
  repeat_until TEXT,
  calendar_uid TEXT,
  notes TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
, deal_id INTEGER REFERENCES deal (id)) STRICT;
INSERT INTO task VALUES(1,'見積りを送る',NULL,NULL,0,NULL,1,NULL,0,1,0,NULL,NULL,NULL,1,1795359861150,1795359861150,NULL,NULL);
INSERT INTO task VALUES(2,'納期を確認する',1801440000000,NULL,0,NULL,NULL,NULL,0,1,0,NULL,NULL,'x',3,1795432525221,1795432525373,NULL,1);
CREATE TABLE appointment (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER,
  zone TEXT,
  all_day INTEGER NOT NULL DEFAULT 0,
  status INTEGER NOT NULL DEFAULT 0,
  location TEXT,
  organization_id INTEGER REFERENCES organization (id),
  user_id INTEGER REFERENCES user (id),
  repeat_unit INTEGER NOT NULL DEFAULT 0,
  repeat_every INTEGER NOT NULL DEFAULT 1,
  repeat_day INTEGER NOT NULL DEFAULT 0,
  repeat_until TEXT,
  calendar_uid TEXT,
  notes TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
, deal_id INTEGER REFERENCES deal (id)) STRICT;
INSERT INTO appointment VALUES(1,'打ち合わせ',1800000000000,NULL,NULL,0,0,NULL,NULL,NULL,0,1,0,NULL,NULL,NULL,2,1795359861173,1795432525148,NULL,1);
CREATE TABLE appointment_participant (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  starts_at INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  role INTEGER NOT NULL DEFAULT 0,
  response INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  PRIMARY KEY (contact_id, starts_at, appointment_id)
) STRICT, WITHOUT ROWID;
INSERT INTO appointment_participant VALUES(1,1800000000000,1,0,0,14);
CREATE TABLE reminder (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  note TEXT,
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  user_id INTEGER REFERENCES user (id),
  done_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
, deal_id INTEGER REFERENCES deal (id)) STRICT;
INSERT INTO reminder VALUES(1,1800003600000,NULL,1,NULL,NULL,NULL,1,1795359861189,1795359861189,NULL,NULL);
INSERT INTO reminder VALUES(2,1801526400000,'電話',NULL,NULL,NULL,NULL,1,1795432525447,1795432525447,NULL,1);
CREATE TABLE relationship (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  related_id INTEGER NOT NULL REFERENCES contact (id),
  kind INTEGER NOT NULL DEFAULT 0,
  label TEXT,
  notes TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO relationship VALUES(1,1,2,11,NULL,NULL,1,1795359861204,1795359861204,NULL);
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL DEFAULT 0,
  subject TEXT,
  properties TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO event VALUES(1,1,1764000000000,1,NULL,NULL,1,1795359861217,1795359861217,NULL);
CREATE TABLE touch (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  at INTEGER NOT NULL,
  source TEXT,
  medium TEXT,
  campaign TEXT,
  referrer TEXT,
  landing_page TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE TABLE exchange_rate (
  id INTEGER PRIMARY KEY,
  currency TEXT NOT NULL,
  base TEXT NOT NULL,
  date TEXT NOT NULL,
  rate TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
INSERT INTO exchange_rate VALUES(1,'USD','JPY','2026-01-05','151.25',1,1795359861229,1795359861229,NULL);
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  media_type TEXT,
  content TEXT NOT NULL REFERENCES blob (key),
  contact_id INTEGER REFERENCES contact (id),
  organization_id INTEGER REFERENCES organization (id),
  interaction_id INTEGER REFERENCES interaction (id),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
, deal_id INTEGER REFERENCES deal (id)) STRICT;
CREATE TABLE contact_summary (
  contact_id INTEGER PRIMARY KEY,
  interactions INTEGER NOT NULL DEFAULT 0,
  first_at INTEGER,
  last_at INTEGER,
  first_inbound_at INTEGER,
  last_inbound_at INTEGER,
  first_outbound_at INTEGER,
  last_outbound_at INTEGER,
  inbound INTEGER NOT NULL DEFAULT 0,
  outbound INTEGER NOT NULL DEFAULT 0,
  other_count INTEGER NOT NULL DEFAULT 0,
  email_count INTEGER NOT NULL DEFAULT 0,
  phone_count INTEGER NOT NULL DEFAULT 0,
  meeting_count INTEGER NOT NULL DEFAULT 0,
  chat_count INTEGER NOT NULL DEFAULT 0,
  sms_count INTEGER NOT NULL DEFAULT 0,
  letter_count INTEGER NOT NULL DEFAULT 0,
  video_count INTEGER NOT NULL DEFAULT 0,
  social_count INTEGER NOT NULL DEFAULT 0,
  web_count INTEGER NOT NULL DEFAULT 0,
  note_count INTEGER NOT NULL DEFAULT 0,
  email_answers INTEGER NOT NULL DEFAULT 0,
  phone_answers INTEGER NOT NULL DEFAULT 0,
  meeting_answers INTEGER NOT NULL DEFAULT 0,
  chat_answers INTEGER NOT NULL DEFAULT 0,
  sms_answers INTEGER NOT NULL DEFAULT 0,
  letter_answers INTEGER NOT NULL DEFAULT 0,
  video_answers INTEGER NOT NULL DEFAULT 0,
  social_answers INTEGER NOT NULL DEFAULT 0,
  web_answers INTEGER NOT NULL DEFAULT 0,
  preferred_channel INTEGER,
  open_tasks INTEGER NOT NULL DEFAULT 0,
  next_due INTEGER,
  open_deals INTEGER NOT NULL DEFAULT 0,
  won_deals INTEGER NOT NULL DEFAULT 0,
  lost_deals INTEGER NOT NULL DEFAULT 0,
  open_amount INTEGER,
  won_amount INTEGER,
  lost_amount INTEGER,
  deal_currencies INTEGER NOT NULL DEFAULT 0,
  deal_currency TEXT,
  first_won_at INTEGER,
  last_won_at INTEGER
) STRICT;
INSERT INTO contact_summary VALUES(1,1,1777597200000,1777597200000,NULL,NULL,NULL,NULL,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,NULL,1,NULL,0,1,0,0,1200000,0,1,'JPY',1795359861126,1795359861126);
INSERT INTO contact_summary VALUES(2,0,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,NULL,0,NULL,0,0,0,NULL,NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO contact_summary VALUES(4,0,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,NULL,0,NULL,0,0,0,NULL,NULL,NULL,0,NULL,NULL,NULL);
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
INSERT INTO search_doc VALUES(257,' 太郎 郎 山田 田 たろ ろう う やま まだ だ 山田 田 太郎 郎 たろ ろう うや やま まだ だ やま まだ だた たろ ろう う 太郎 郎山 山田 田 山田 田太 太郎 郎',' taro taroyamada yamada yamadataro',replace('\n0355501234\n81355501234\ntaro@example.jp','\n',char(10)),' bringt plane mit','',NULL);
INSERT INTO search_doc VALUES(263,' 株式 式会 会社 社み みほ ほん ん',' mihon','','','',NULL);
INSERT INTO search_doc VALUES(264,' 部長 長','','','','',NULL);
INSERT INTO search_doc VALUES(265,' お見 見積 積り り','','','','',NULL);
INSERT INTO search_doc VALUES(269,' vip','','','','',NULL);
INSERT INTO search_doc VALUES(271,' chosen','','','','',NULL);
INSERT INTO search_doc VALUES(276,' vips','','','','',NULL);
INSERT INTO search_doc VALUES(282,' lead','','','','',NULL);
INSERT INTO search_doc VALUES(283,' 機関 関','','','','',NULL);
INSERT INTO search_doc VALUES(286,' engine','','',' e 1 e1','',NULL);
INSERT INTO search_doc VALUES(288,' 見積 積り りを を送 送る る',' rio','','','',NULL);
INSERT INTO search_doc VALUES(289,' 打ち ち合 合わ わせ せ',' wase','','','',NULL);
INSERT INTO search_doc VALUES(307,' sales','','','','',NULL);
INSERT INTO search_doc VALUES(513,' ada lovelace ada lovelace','',replace('\n02079460018\n442079460018\nada\nada@engines.example\nlovelace','\n',char(10)),'','',NULL);
INSERT INTO search_doc VALUES(519,' analytical engines ltd','',replace('\nanalytical\nengines\nltd','\n',char(10)),'','',NULL);
INSERT INTO search_doc VALUES(520,' analyst','','','','',NULL);
INSERT INTO search_doc VALUES(527,' then','','','','',NULL);
INSERT INTO search_doc VALUES(532,' near','','','','',NULL);
INSERT INTO search_doc VALUES(538,' won','','','','',NULL);
INSERT INTO search_doc VALUES(544,' 納期 期を を確 確認 認す する る',' suru','',' x','',NULL);
INSERT INTO search_doc VALUES(546,' 電話 話','','','','',NULL);
INSERT INTO search_doc VALUES(788,' chosen','','','','',NULL);
INSERT INTO search_doc VALUES(1044,' then','','','','',NULL);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','search_index','search_index',0,'CREATE VIRTUAL TABLE search_index USING fts5(title, reading, point, text, kana, body, content = '''',
  tokenize = "ascii tokenchars ''@._+-''")');
CREATE TABLE IF NOT EXISTS 'search_index_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO search_index_data VALUES(1,X'1758086d070000');
INSERT INTO search_index_data VALUES(10,X'00000004010a0a000a0101010201010301010401010501010601010701010801010901010a0101');
INSERT INTO search_index_data VALUES(137438953473,X'0000038e04302e657884010601022702026a7082010601022301033030318401080102090e020231328201080102070d03013884010801020a0e0202323084010601020202023335820106010202020237398401080102040e01033132338201080102080d0202333582010601020d02013884010801020b0e01033230378401080102030e020233348201080102090d0102333482010801020a0d020235358201080102030d01013482010801020b0d0202323084010601020e0202343284010601020d020236308401080102070e01033530318201080102060d020235308201080102050d0301358201080102040d01033630308401080102080e01033739348401080102050e01013884010801020c0e0202313382010601020c01033934368401080102060e010340656e84010601021f03017882010601021b01016184010601021b0202406584010601021e020263658401060102340202646184010c02040102190502026d7082010601021e82000601022a0202726f820106010218010263658401060102350102646184010601021a03014084010601021d01016584010801022e0a02022e6a82010601022202026c6184010601023202026e678401060102200202732e8401060102250202786182010601021c820006010228010367696e8401060102220103696e6584010601022301026a7082010601022401036c616384010601023302016584010601022d03012e82010601022102026f7684010601022f0405656c616365840104030401036d706c82010601021f82000601022b01036e65738401060102240202676984010601022101036f406582010601021a0202766584010601023001017082010601022502026c6582010601022082000601022c0103726f408201060102190103732e65840106010226010374617282010601021704016f820106010102050679616d616461820106010103010376656c840106010231010378616d82010601021d820006010229010679616d61646182010601010407047461726f8201060101050103e3818682010408150403e382848201021203049fe3828d820106060c0b0301a08201040b0c0403e3819f820102180304bee381a08201060a0c0502058284e381be820106090c0503048de38186820106070c0b0106e5a4aae9838e820108020e10080205b1b1e794b0820108040a14040103e794b0820106050a140403e5a4aa820102210103e9838e820106030e160403e5b1b18201021d040b0a0c0b0a0a0a0b0c0a0a0c0b0b0b0a0a0a0b0c0b0a0c0c0a0a0c0b09090a0a0d100a0a0a090a0a0a0a0a100b0b0a0b09090a0c110b0a0b0a09100b0b0b090e0b110e0c0a090c08090c0d0c0f0e0b090b');
INSERT INTO search_index_data VALUES(274877906945,X'000001400330616c84070601020a03017984070601020402026e6184070601020204076c79746963616c84070202010363616c8407060102090101648407060102150103656e6784070601020c0404696e657384070203020173840706010211010367696e84070601020e010369636184070601020802026e6584070601020f01016c84070601020b02027464840708040102130202797484070601020501056d69686f6e82070601010201036e616c840706010203020265738407060102100202676984070601020d010173840706010212010274648407060102140202696384070601020701037974698407060102060106e381bbe38293820702070304bfe381bb8207020602028293820702080106e4bc9ae7a4be820702040106e5bc8fe4bc9a820702030106e6a0aae5bc8f820702020106e7a4bee381bf82070205040a090a0d0b090b0a090b0b0a090b0a0d0b0a0a090a0a0b0c0a080c0c0c');
INSERT INTO search_index_data VALUES(412316860417,X'000000250830616e616c797374840802020106e983a8e995b782080202020295b782080203040d0c');
INSERT INTO search_index_data VALUES(549755813889,X'0000004f073063686f73656e820f020201047468656e840f02020103766970820d02020106e3818ae8a68b820902020202828a820902050106e7a98de3828a820902040106e8a68be7a98d82090203040c0a090c080c');
INSERT INTO search_index_data VALUES(687194767361,X'0000002e073063686f73656e8614020201046e6561728414020201047468656e8814020201047669707382140202040c0a0a');
INSERT INTO search_index_data VALUES(824633720833,X'0000001705306c656164821a02020103776f6e841a0202040a');
INSERT INTO search_index_data VALUES(962072674305,X'000000e3023031821e06010303010165821e06010302020131821e0601030402056e67696e65821e0202010372696f8220060101020104737572758420060101020101788420060103020106e38199e3828b842002070205828ae382928220020403018b8220020782000208030492e7a2ba842002040403e98081822002050106e69c9fe38292842002030205a99fe996a2821b02020106e7a2bae8aa8d842002050205a98de3828a822002030205b48de69c9f842002020106e8a68be7a98d822002020205aa8de38199842002060106e98081e3828b82200206020296a2821b0203040909090b0b0c090c0b0b0a090c0b0c0b0b0c0b0c');
INSERT INTO search_index_data VALUES(1099511627777,X'0000005b0530776173658221060101020103e3819b822102060304a1e59088822102030205828fe3819b822102050106e59088e3828f822102040106e68993e381a1822102020103e8a9b1842202030106e99bbbe8a9b184220202040c090a0b0c0c09');
INSERT INTO search_index_data VALUES(1236950581249,X'0000000f063073616c65738233020204');
INSERT INTO search_index_data VALUES(1374389534721,X'0000021504302e6a7082010701022301033031328201090102070d0202333582010701020201033132338201090102080d0202333582010701020d01033233348201090102090d0102333482010901020a0d020235358201090102030d01013482010901020b0d01033530318201090102060d020235308201090102050d0301358201090102040d010338313382010701020c010340657882010701021b0103616d7082010701021e0202726f82010701021801066272696e67748201060103020103652e6a8201070102220202786182010701021c01026a7082010701022401036c652e82010701022101036d69748201060103040202706c82010701021f01036f406582010701021a01017082010701022502046c616e658201060103030301658201070102200103726f40820107010219010374617282010701021704016f820107010102050679616d616461820107010103010378616d82010701021d010679616d61646182010701010407047461726f8201070101050103e3818682010508150403e382848201031203049fe3828d820107060c0b0301a08201050b0c0403e3819f820103180304bee381a08201070a0c0502058284e381be820107090c0503048de38186820107070c0b0106e5a4aae9838e820109020e10080205b1b1e794b0820109040a14040103e794b0820107050a140403e5a4aa820103210103e9838e820107030e160403e5b1b18201031d040b0c0a0c0a0c0b0b0a0c0b0a0b0b0b0a0e0b0a0a0b0b0a0b090c090b0b090e0b0e0c0a090c08090c0d0c0f0e0b090b');
CREATE TABLE IF NOT EXISTS 'search_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO search_index_idx VALUES(1,X'',2);
INSERT INTO search_index_idx VALUES(2,X'',2);
INSERT INTO search_index_idx VALUES(3,X'',2);
INSERT INTO search_index_idx VALUES(4,X'',2);
INSERT INTO search_index_idx VALUES(5,X'',2);
INSERT INTO search_index_idx VALUES(6,X'',2);
INSERT INTO search_index_idx VALUES(7,X'',2);
INSERT INTO search_index_idx VALUES(8,X'',2);
INSERT INTO search_index_idx VALUES(9,X'',2);
INSERT INTO search_index_idx VALUES(10,X'',2);
CREATE TABLE IF NOT EXISTS 'search_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO search_index_docsize VALUES(257,X'220424030000');
INSERT INTO search_index_docsize VALUES(263,X'070100000000');
INSERT INTO search_index_docsize VALUES(264,X'020000000000');
INSERT INTO search_index_docsize VALUES(265,X'040000000000');
INSERT INTO search_index_docsize VALUES(269,X'010000000000');
INSERT INTO search_index_docsize VALUES(271,X'010000000000');
INSERT INTO search_index_docsize VALUES(276,X'010000000000');
INSERT INTO search_index_docsize VALUES(282,X'010000000000');
INSERT INTO search_index_docsize VALUES(283,X'020000000000');
INSERT INTO search_index_docsize VALUES(286,X'010000030000');
INSERT INTO search_index_docsize VALUES(288,X'060100000000');
INSERT INTO search_index_docsize VALUES(289,X'050100000000');
INSERT INTO search_index_docsize VALUES(307,X'010000000000');
INSERT INTO search_index_docsize VALUES(513,X'040035000000');
INSERT INTO search_index_docsize VALUES(519,X'030014000000');
INSERT INTO search_index_docsize VALUES(520,X'010000000000');
INSERT INTO search_index_docsize VALUES(527,X'010000000000');
INSERT INTO search_index_docsize VALUES(532,X'010000000000');
INSERT INTO search_index_docsize VALUES(538,X'010000000000');
INSERT INTO search_index_docsize VALUES(544,X'070100010000');
INSERT INTO search_index_docsize VALUES(546,X'020000000000');
INSERT INTO search_index_docsize VALUES(788,X'010000000000');
INSERT INTO search_index_docsize VALUES(1044,X'010000000000');
CREATE TABLE IF NOT EXISTS 'search_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO search_index_config VALUES('automerge',8);
INSERT INTO search_index_config VALUES('version',4);
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
INSERT INTO consent VALUES(1,1,'newsletter',0,1,'form',NULL,1795359861240,NULL,NULL,1,1795359861240,1795359861240,NULL);
CREATE TABLE suppression (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  medium INTEGER NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE segment_member (
  segment_id INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  PRIMARY KEY (segment_id, record_id)
) STRICT, WITHOUT ROWID;
INSERT INTO segment_member VALUES(2,1);
CREATE TABLE segment_clock (
  segment_id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  fingerprint INTEGER NOT NULL
) STRICT;
INSERT INTO segment_clock VALUES(2,1795415663590,-8381129227005618860);
CREATE TABLE segment_change (
  id INTEGER PRIMARY KEY,
  segment_id INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  entered INTEGER NOT NULL,
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
INSERT INTO segment_change VALUES(1,2,1,1,1795390767538,22);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','address_place','address_place',0,'CREATE VIRTUAL TABLE address_place USING rtree (
  id, south, north, west, east, +contact_id INTEGER, +organization_id INTEGER, +latitude REAL, +longitude REAL
)');
CREATE TABLE IF NOT EXISTS "address_place_rowid"(rowid INTEGER PRIMARY KEY,nodeno,a0,a1,a2,a3);
INSERT INTO address_place_rowid VALUES(1,1,1,NULL,35.681199999999996918,139.76709999999999922);
CREATE TABLE IF NOT EXISTS "address_place_node"(nodeno INTEGER PRIMARY KEY,data);
INSERT INTO address_place_node VALUES(1,X'000000010000000000000001420eb98c420eb98e430bc460430bc461000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE IF NOT EXISTS "address_place_parent"(nodeno INTEGER PRIMARY KEY,parentnode);
CREATE TABLE confirmed_duplicate (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  low_id INTEGER NOT NULL,
  high_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT '',
  CHECK (low_id < high_id)
) STRICT;
INSERT INTO confirmed_duplicate VALUES(1,1,1,2,1795415697987,'ada');
CREATE TABLE table_sum (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sums BLOB NOT NULL
) STRICT;
INSERT INTO table_sum VALUES(1,X'd002216be0c345d80100000000000000cf8de6f87129a291cf8de6f87129a29167cf6afc26078d8401000000000000001873a8d4d9855dcc1873a8d4d9855dcca208657c1daf896b0000000000000000000000000000000000000000000000007a0b6abc2ec855640100000000000000d6d034eb5cc3217bd6d034eb5cc3217be3b20963d55b41f10100000000000000bf46a6025d0ea05cbf46a6025d0ea05c18e3bd4f47306d74010000000000000086f11a57fbb6836f8ec6925d39078f534d75631479e15fa8000000000000000000000000000000000000000000000000b0644aa88ea1627a0000000000000000000000000000000000000000000000008bd495f1bbefee7f000000000000000000000000000000000000000000000000198ddb07a456946f4100000000000000f78e415964201308ecb56c0c0ebedd44a60bc531b2fde3d4210000000000000051207841583b0ae7920e41de5d98e322770ea79d74ef73df010000000000000055bf8203532f450455bf8203532f450417fce289c53ba23001000000000000005f801e951bb3189f5f801e951bb3189f9e47f481e45c06ff04000000000000007ecf5e3004c7118443ecc476fbcc7407dd4c6b02754d6cec1f00000000000000da6f01d7ae1551c06dd87e9a03ff2e612e3dd5faaef5d0d301000000000000009cf8e54e6aeaca279cf8e54e6aeaca273abdd1e5136b680201000000000000006c8b35423e583afdfc16caf5bee3725445b2bdd155f5cc070100000000000000d221e0004962c0dbd221e0004962c0dbbfd9934f924f1ae00300000000000000d6a01a6e1fe462f47830679ab07bcc0102c15f1028e0d0e602000000000000005f5e4608bbf2c7b96e53ab49cff04ba358ff3942fc36747501000000000000000ff146e3328ed5160ff146e3328ed5162e97aa28e180a3a0010000000000000026e77eb642d1ea5d26e77eb642d1ea5d5bc20fca37c19773040000000000000056045905c1ca674461c0870960483e350118b94074534b8d0100000000000000ccc9521e93d0c8adccc9521e93d0c8ad8e2094496dee083f0200000000000000a322e8e4395a6e6799cbf83e7790436d691d9fd204e89c7b00000000000000000000000000000000000000000000000068b757578a05ee7301000000000000005a40bc7f37fb5b0e5a40bc7f37fb5b0eeb1ac1bc660df7030100000000000000850470a4bf917311850470a4bf917311d6168b2fe9d6807d00000000000000000000000000000000000000000000000009a9811783443d5b0200000000000000c413c21ac82928940a72c809f4f259f99703526645a67e2301000000000000000708be29036f64f5098c1c1606d4d715c3f0b1b04bae2d2d0100000000000000beb8c0b1a3e907e8beb8c0b1a3e907e8d422a5def8af48810a000000000000002efa4f9ffae4391bc6c3ea5628cf6909e2277262d536b465000000000000000000000000000000000000000000000000c63d3e3dc7746f2a0100000000000000111658ace70efafb111658ace70efafb98671990d114d7ac020000000000000058f616bbc8bba49eeb92dc86f89acf061c268f1620bcc4c801000000000000008111a7f0271f516748c78672e1135bd94f8f745b07f6235b0300000000000000c184e4546ca574941989f91062366a043e6f01dec6825fe80100000000000000b53e3f8fa54b4c50b53e3f8fa54b4c50875425c596b4d3760100000000000000c308bd0c6955aedac308bd0c6955aedadaa0af542655cd8f01000000000000005a06bf64338e01ce5a06bf64338e01cec9396c4ef4bd2fc601000000000000001a9ece26dfae91d61a9ece26dfae91d644f90632d51a691b0200000000000000772888a8658e8e79725a505f3caa812c2793e026f11edf2e0400000000000000952f1dae195cd56a6587695832f39c9641ccb1b6f83a1720010000000000000044a1391bb687f9cf44a1391bb687f9cf0c707b4835ee66e101000000000000000dec7a204a97d3b11ad8f540942ea7631ebf1168f67657900f000000000000002e7dafed99442f68aebc2aee8b1cde23c09ea9f7f21f58bc04000000000000006f3f004a1a45587092eceb4541b4844452ead7d6d3c6d1c9020000000000000043885fa6018e78c94eeea5856eae8eae56b21250e607617c0000000000000000000000000000000000000000000000001c8710f28988ecb5010000000000000016ffc850017f0e9d16ffc850017f0e9db6e38181f407893701000000000000009ce978e80a0a34a56c2f972cef3dd4c66eefe08d2edc1fa5020000000000000043e4381ffd44052d998628d53a29144528f5680af7eb67ac000000000000000000000000000000000000000000000000f3600d0868d7c32300000000000000000000000000000000000000000000000038d7ae54f186758e03000000000000006dbbe296dc051ef9e0faa6f536ac268b5648ec72fce7dc19000000000000000000000000000000000000000000000000');
CREATE INDEX change_by_seq ON change (seq);
CREATE INDEX change_by_subject ON change (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX transition_by_record ON transition (table_number, record_id, column_number, at);
CREATE UNIQUE INDEX user_name ON user (name) WHERE deleted_at IS NULL;
CREATE INDEX user_contact ON user (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX contact_sort ON contact (sort_key);
CREATE INDEX contact_owner ON contact (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX contact_uid ON contact (uid) WHERE uid IS NOT NULL;
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX contact_deleted ON contact (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX contact_birthday ON contact (birthday) WHERE birthday IS NOT NULL;
CREATE INDEX organization_sort ON organization (sort_key);
CREATE INDEX organization_core_name ON organization (core_name);
CREATE INDEX organization_parent ON organization (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX organization_owner ON organization (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX organization_uid ON organization (uid) WHERE uid IS NOT NULL;
CREATE INDEX organization_merged ON organization (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX email_contact ON email (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX email_organization ON email (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX email_normalized ON email (normalized);
CREATE INDEX phone_contact ON phone (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX phone_organization ON phone (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX phone_e164 ON phone (e164) WHERE e164 IS NOT NULL;
CREATE INDEX phone_digits ON phone (digits);
CREATE INDEX address_contact ON address (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX address_organization ON address (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX handle_contact ON handle (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX handle_organization ON handle (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX handle_normalized ON handle (normalized);
CREATE INDEX named_date_contact ON named_date (contact_id, position);
CREATE INDEX external_id_contact ON external_id (contact_id, position) WHERE contact_id IS NOT NULL;
CREATE INDEX external_id_organization ON external_id (organization_id, position) WHERE organization_id IS NOT NULL;
CREATE INDEX external_id_interaction ON external_id (interaction_id, position) WHERE interaction_id IS NOT NULL;
CREATE INDEX external_id_value ON external_id (value, system);
CREATE INDEX employment_contact ON employment (contact_id, organization_id);
CREATE INDEX employment_organization ON employment (organization_id, contact_id);
CREATE INDEX interaction_at ON interaction (at);
CREATE INDEX interaction_organization ON interaction (organization_id, at) WHERE organization_id IS NOT NULL;
CREATE INDEX interaction_user ON interaction (user_id, at) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX participant_interaction ON participant (interaction_id, contact_id, role, at);
CREATE UNIQUE INDEX tag_folded ON tag (folded) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX tagging_tag ON tagging (tag_id, kind, record_id);
CREATE UNIQUE INDEX list_folded ON list (folded) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX list_member_list ON list_member (list_id, kind, record_id);
CREATE UNIQUE INDEX segment_folded ON segment (folded) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX field_key ON field (record_type, key) WHERE deleted_at IS NULL;
CREATE INDEX field_value_value ON field_value (field_id, value);
CREATE INDEX field_value_folded ON field_value (field_id, folded) WHERE folded IS NOT NULL;
CREATE INDEX source_record_digest ON source_record (digest);
CREATE INDEX source_record_batch ON source_record (batch_id);
CREATE INDEX source_record_record ON source_record (record_id, kind);
CREATE INDEX match_key_record ON match_key (record_id, kind);
CREATE UNIQUE INDEX not_duplicate_pair ON not_duplicate (kind, low_id, high_id);
CREATE INDEX not_duplicate_high ON not_duplicate (kind, high_id);
CREATE INDEX merge_survivor ON merge (kind, survivor_id);
CREATE INDEX merge_seq ON merge (seq);
CREATE INDEX merge_move_row ON merge_move (table_number, row_id, column_number);
CREATE INDEX name_token_record ON name_token (record_id, kind);
CREATE UNIQUE INDEX pipeline_folded ON pipeline (folded) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX stage_folded ON stage (pipeline_id, folded) WHERE deleted_at IS NULL;
CREATE INDEX product_folded ON product (folded);
CREATE UNIQUE INDEX product_sku ON product (sku) WHERE sku IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX price_product ON price (product_id, currency, starts);
CREATE INDEX deal_stage ON deal (stage_id, deleted_at, position);
CREATE INDEX deal_contact_main ON deal (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX deal_organization ON deal (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX deal_owner ON deal (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX deal_pipeline ON deal (pipeline_id);
CREATE INDEX deal_expected_close ON deal (expected_close) WHERE expected_close IS NOT NULL;
CREATE INDEX deal_line_deal ON deal_line (deal_id, position);
CREATE INDEX deal_line_product ON deal_line (product_id) WHERE product_id IS NOT NULL;
CREATE UNIQUE INDEX deal_contact_deal ON deal_contact (deal_id, contact_id, role);
CREATE UNIQUE INDEX team_name ON team (name) WHERE deleted_at IS NULL;
CREATE INDEX user_team ON user (team_id) WHERE team_id IS NOT NULL;
CREATE UNIQUE INDEX blob_key ON blob (key);
CREATE INDEX blob_digest ON blob (digest, size);
CREATE UNIQUE INDEX blob_chunk_blob ON blob_chunk (blob_id, position);
CREATE INDEX contact_rhythm ON contact (rhythm_days) WHERE rhythm_days IS NOT NULL;
CREATE INDEX contact_photo ON contact (photo) WHERE photo IS NOT NULL;
CREATE INDEX contact_anniversary ON contact (substr(birthday, -5)) WHERE birthday IS NOT NULL;
CREATE INDEX task_due ON task (due) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX task_assignee ON task (assignee_id, due) WHERE assignee_id IS NOT NULL;
CREATE INDEX task_contact ON task (contact_id, due) WHERE contact_id IS NOT NULL;
CREATE INDEX task_organization ON task (organization_id, due) WHERE organization_id IS NOT NULL;
CREATE INDEX appointment_starts ON appointment (starts_at);
CREATE INDEX appointment_repeating ON appointment (starts_at) WHERE repeat_unit <> 0;
CREATE INDEX appointment_organization ON appointment (organization_id, starts_at)
  WHERE organization_id IS NOT NULL;
CREATE INDEX appointment_user ON appointment (user_id, starts_at) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX appointment_participant_appointment
  ON appointment_participant (appointment_id, contact_id, role, response, starts_at);
CREATE INDEX reminder_at ON reminder (at) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX reminder_contact ON reminder (contact_id, at) WHERE contact_id IS NOT NULL;
CREATE INDEX reminder_organization ON reminder (organization_id, at) WHERE organization_id IS NOT NULL;
CREATE INDEX reminder_user ON reminder (user_id, at) WHERE user_id IS NOT NULL;
CREATE INDEX relationship_contact ON relationship (contact_id, related_id);
CREATE INDEX relationship_related ON relationship (related_id, contact_id);
CREATE INDEX event_contact ON event (contact_id, at);
CREATE INDEX touch_contact ON touch (contact_id, at);
CREATE UNIQUE INDEX exchange_rate_date ON exchange_rate (currency, base, date) WHERE deleted_at IS NULL;
CREATE INDEX attachment_content ON attachment (content);
CREATE INDEX attachment_contact ON attachment (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX attachment_organization ON attachment (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX attachment_interaction ON attachment (interaction_id) WHERE interaction_id IS NOT NULL;
CREATE INDEX deal_open_close ON deal (expected_close) WHERE status = 0 AND deleted_at IS NULL;
CREATE INDEX contact_summary_last ON contact_summary (last_at) WHERE last_at IS NOT NULL;
CREATE INDEX contact_summary_tasks ON contact_summary (next_due) WHERE open_tasks > 0;
CREATE INDEX consent_contact ON consent (contact_id);
CREATE INDEX consent_user ON consent (user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX suppression_hash ON suppression (hash);
CREATE INDEX segment_list ON segment (list_id) WHERE list_id IS NOT NULL;
CREATE INDEX segment_change_record ON segment_change (segment_id, record_id, id);
CREATE INDEX event_kind ON event (kind, at, contact_id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX confirmed_duplicate_pair ON confirmed_duplicate (kind, low_id, high_id);
CREATE INDEX confirmed_duplicate_high ON confirmed_duplicate (kind, high_id);
CREATE INDEX interaction_deal ON interaction (deal_id, at) WHERE deal_id IS NOT NULL;
CREATE INDEX task_deal ON task (deal_id, due) WHERE deal_id IS NOT NULL;
CREATE INDEX appointment_deal ON appointment (deal_id, starts_at) WHERE deal_id IS NOT NULL;
CREATE INDEX reminder_deal ON reminder (deal_id, at) WHERE deal_id IS NOT NULL;
CREATE INDEX attachment_deal ON attachment (deal_id) WHERE deal_id IS NOT NULL;
PRAGMA writable_schema=OFF;
COMMIT;
