-- What is done for a deal hangs on it: interactions, tasks, appointments, reminders and files.
-- The columns are nullable and without a default, so they read as NULL before they are set; the indices hold only rows that
-- have a deal, in the order in which a timeline or a list of a deal asks for them.

ALTER TABLE interaction ADD COLUMN deal_id INTEGER REFERENCES deal (id);
CREATE INDEX interaction_deal ON interaction (deal_id, at) WHERE deal_id IS NOT NULL;

ALTER TABLE task ADD COLUMN deal_id INTEGER REFERENCES deal (id);
CREATE INDEX task_deal ON task (deal_id, due) WHERE deal_id IS NOT NULL;

ALTER TABLE appointment ADD COLUMN deal_id INTEGER REFERENCES deal (id);
CREATE INDEX appointment_deal ON appointment (deal_id, starts_at) WHERE deal_id IS NOT NULL;

ALTER TABLE reminder ADD COLUMN deal_id INTEGER REFERENCES deal (id);
CREATE INDEX reminder_deal ON reminder (deal_id, at) WHERE deal_id IS NOT NULL;

ALTER TABLE attachment ADD COLUMN deal_id INTEGER REFERENCES deal (id);
CREATE INDEX attachment_deal ON attachment (deal_id) WHERE deal_id IS NOT NULL;
