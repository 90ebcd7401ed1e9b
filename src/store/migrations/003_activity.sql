-- Activity: what is to be done and when, who belongs to whom, what people did on pages and mails, files.
-- New columns of old tables are nullable and without a default: they read as NULL before they are set.

CREATE TABLE team (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX team_name ON team (name) WHERE deleted_at IS NULL;

ALTER TABLE user ADD COLUMN team_id INTEGER REFERENCES team (id);
CREATE INDEX user_team ON user (team_id) WHERE team_id IS NOT NULL;

-- Content of files, addressed by a key made from it; unchanged once written, so neither journaled nor versioned.
-- `digest` finds candidates, and bytes are compared: two contents never share a key.
CREATE TABLE blob (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  digest INTEGER NOT NULL,
  size INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX blob_key ON blob (key);
CREATE INDEX blob_digest ON blob (digest, size);

CREATE TABLE blob_chunk (
  id INTEGER PRIMARY KEY,
  blob_id INTEGER NOT NULL REFERENCES blob (id),
  position INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX blob_chunk_blob ON blob_chunk (blob_id, position);

-- How often one means to be in touch, and the key of a picture's content.
ALTER TABLE contact ADD COLUMN rhythm_days INTEGER;
ALTER TABLE contact ADD COLUMN photo TEXT REFERENCES blob (key);
CREATE INDEX contact_rhythm ON contact (rhythm_days) WHERE rhythm_days IS NOT NULL;
CREATE INDEX contact_photo ON contact (photo) WHERE photo IS NOT NULL;
-- The last five characters of a birthday are its month and day, when both are known.
CREATE INDEX contact_anniversary ON contact (substr(birthday, -5)) WHERE birthday IS NOT NULL;

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
) STRICT;
-- Open tasks are few beside those done: what `today` and a card ask goes through the open ones alone.
CREATE INDEX task_due ON task (due) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX task_assignee ON task (assignee_id, due) WHERE assignee_id IS NOT NULL;
CREATE INDEX task_contact ON task (contact_id, due) WHERE contact_id IS NOT NULL;
CREATE INDEX task_organization ON task (organization_id, due) WHERE organization_id IS NOT NULL;

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
) STRICT;
CREATE INDEX appointment_starts ON appointment (starts_at);
CREATE INDEX appointment_repeating ON appointment (starts_at) WHERE repeat_unit <> 0;
CREATE INDEX appointment_organization ON appointment (organization_id, starts_at)
  WHERE organization_id IS NOT NULL;
CREATE INDEX appointment_user ON appointment (user_id, starts_at) WHERE user_id IS NOT NULL;

-- Who is to come: clustered like `participant`, with a copy of the start.
CREATE TABLE appointment_participant (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  starts_at INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  role INTEGER NOT NULL DEFAULT 0,
  response INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  PRIMARY KEY (contact_id, starts_at, appointment_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX appointment_participant_appointment
  ON appointment_participant (appointment_id, contact_id, role, response, starts_at);

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
) STRICT;
CREATE INDEX reminder_at ON reminder (at) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX reminder_contact ON reminder (contact_id, at) WHERE contact_id IS NOT NULL;
CREATE INDEX reminder_organization ON reminder (organization_id, at) WHERE organization_id IS NOT NULL;
CREATE INDEX reminder_user ON reminder (user_id, at) WHERE user_id IS NOT NULL;

-- "The contact's KIND is the related one": one row, read from both ends.
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
CREATE INDEX relationship_contact ON relationship (contact_id, related_id);
CREATE INDEX relationship_related ON relationship (related_id, contact_id);

-- Behaviour, in great numbers: narrow, one index, no identifier to travel under.
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
CREATE INDEX event_contact ON event (contact_id, at);

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
CREATE INDEX touch_contact ON touch (contact_id, at);

-- What one unit of `currency` is worth in `base`, as an exact decimal text.
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
CREATE UNIQUE INDEX exchange_rate_date ON exchange_rate (currency, base, date) WHERE deleted_at IS NULL;

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
) STRICT;
CREATE INDEX attachment_content ON attachment (content);
CREATE INDEX attachment_contact ON attachment (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX attachment_organization ON attachment (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX attachment_interaction ON attachment (interaction_id) WHERE interaction_id IS NOT NULL;

-- Open deals are few beside those closed: what `today` asks goes through the open ones alone.
CREATE INDEX deal_open_close ON deal (expected_close) WHERE status = 0 AND deleted_at IS NULL;

-- Derived. What lists and segments ask of a contact most, a pure function of the records. An interaction counts while
-- it is not in the trash; "answers" are what the contact said on a channel (see include/kith/summary.hpp). Amounts are
-- in minor units of deal_currency, and NULL unless all the contact's deals are in one currency.
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
CREATE INDEX contact_summary_last ON contact_summary (last_at) WHERE last_at IS NOT NULL;
CREATE INDEX contact_summary_tasks ON contact_summary (next_due) WHERE open_tasks > 0;
