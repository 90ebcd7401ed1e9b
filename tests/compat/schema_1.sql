-- A file of schema 1, as `.dump` of a stock sqlite3 wrote it: imported, edited, merged, with a segment and a trash.
PRAGMA application_id = 1802073192;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value ANY
) STRICT, WITHOUT ROWID;
INSERT INTO setting VALUES('derived:computed',1);
INSERT INTO setting VALUES('derived:match_key',1);
INSERT INTO setting VALUES('derived:name_token',2);
INSERT INTO setting VALUES('derived:segment_check',1);
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
INSERT INTO counter VALUES('change_txn',8);
INSERT INTO counter VALUES('contact',5);
INSERT INTO counter VALUES('email',5);
INSERT INTO counter VALUES('employment',3);
INSERT INTO counter VALUES('external_id',5);
INSERT INTO counter VALUES('field',2);
INSERT INTO counter VALUES('import_batch',2);
INSERT INTO counter VALUES('interaction',2);
INSERT INTO counter VALUES('merge',2);
INSERT INTO counter VALUES('organization',3);
INSERT INTO counter VALUES('phone',4);
INSERT INTO counter VALUES('segment',2);
INSERT INTO counter VALUES('source_record',5);
INSERT INTO counter VALUES('tag',2);
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
INSERT INTO change VALUES(7,-1,1,1,0,2,NULL);
INSERT INTO change VALUES(8,-1,1,1,0,2,NULL);
INSERT INTO change VALUES(9,-1,1,4,0,1,NULL);
INSERT INTO change VALUES(11,-3,1,4,0,1,NULL);
INSERT INTO change VALUES(13,-1,1,3,0,1,NULL);
INSERT INTO change VALUES(14,-3,1,3,0,1,NULL);
INSERT INTO change VALUES(17,-1,1,1,0,1,NULL);
INSERT INTO change VALUES(18,-3,1,1,0,2,NULL);
INSERT INTO change VALUES(19,-1,1,1,0,4,NULL);
INSERT INTO change VALUES(19,6,3,2,0,0,3);
INSERT INTO change VALUES(19,7,3,2,0,3,3);
INSERT INTO change VALUES(20,-1,1,7,0,1,NULL);
INSERT INTO change VALUES(22,-1,1,1,0,1,NULL);
INSERT INTO change VALUES(23,-1,1,1,0,4,NULL);
INSERT INTO change VALUES(23,14,3,2,0,3,NULL);
INSERT INTO change VALUES(25,-1,1,2,0,1,NULL);
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
INSERT INTO contact VALUES(1,0,'太郎',NULL,'山田',NULL,NULL,NULL,'タロウ','ヤマダ',0,'山田 太郎','やまた!002 たろう','1980-04-05',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,1,1795337911526,1795337911526,NULL);
INSERT INTO contact VALUES(2,0,'Ada',NULL,'Lovelace',NULL,NULL,NULL,NULL,NULL,0,'Ada Lovelace','lovelace ada','1815-12-10',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,2,1795337911526,1795337911565,NULL);
INSERT INTO contact VALUES(3,0,'Ada',NULL,'LOVELACE',NULL,NULL,NULL,NULL,NULL,0,'LOVELACE, Ada','lovelace ada',NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,2,2,1795337911526,1795337911565,NULL);
INSERT INTO contact VALUES(4,0,'花子',NULL,'佐藤',NULL,NULL,NULL,'ハナコ','サトウ',0,'佐藤 花子','さとう はなこ','--03-03',NULL,NULL,NULL,0,NULL,NULL,'休み',NULL,NULL,3,1795337911526,1795337911676,1795337911676);
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
INSERT INTO address VALUES(1,1,NULL,0,NULL,'千代田1-1',NULL,NULL,NULL,'100-0001',NULL,NULL,0,NULL,NULL,NULL,'千代田1-1 1000001',NULL);
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
) STRICT;
INSERT INTO interaction VALUES(1,1777597200000,1,0,'お見積り',NULL,NULL,NULL,NULL,1,1795337911611,1795337911611,NULL);
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
CREATE TABLE list_member (
  record_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  list_id INTEGER NOT NULL REFERENCES list (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (record_id, kind, list_id)
) STRICT, WITHOUT ROWID;
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
INSERT INTO segment VALUES(1,'VIPs','contact','tag = vip',NULL,'vips',1,1795337933837,1795337933837,NULL);
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
CREATE TABLE not_duplicate (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  low_id INTEGER NOT NULL,
  high_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL DEFAULT '',
  CHECK (low_id < high_id)
) STRICT;
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
COMMIT;
