-- Sales: pipelines with their stages, deals that move through them, products with their prices.

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
CREATE UNIQUE INDEX pipeline_folded ON pipeline (folded) WHERE deleted_at IS NULL;

-- required_fields is a JSON array of the names of fields that a deal needs to enter.
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
CREATE UNIQUE INDEX stage_folded ON stage (pipeline_id, folded) WHERE deleted_at IS NULL;

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
CREATE INDEX product_folded ON product (folded);
CREATE UNIQUE INDEX product_sku ON product (sku) WHERE sku IS NOT NULL AND deleted_at IS NULL;

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
CREATE INDEX price_product ON price (product_id, currency, starts);

-- amount is in minor units of currency. pipeline_id and status are kept copies of what the stage says; they are only empty
-- while an undo puts a row back.
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
CREATE INDEX deal_stage ON deal (stage_id, deleted_at, position);
CREATE INDEX deal_contact_main ON deal (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX deal_organization ON deal (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX deal_owner ON deal (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX deal_pipeline ON deal (pipeline_id);
CREATE INDEX deal_expected_close ON deal (expected_close) WHERE expected_close IS NOT NULL;

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
CREATE INDEX deal_line_deal ON deal_line (deal_id, position);
CREATE INDEX deal_line_product ON deal_line (product_id) WHERE product_id IS NOT NULL;

-- Everyone who takes part in a deal, its main contact included.
CREATE TABLE deal_contact (
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  deal_id INTEGER NOT NULL REFERENCES deal (id),
  role INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  PRIMARY KEY (contact_id, deal_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX deal_contact_deal ON deal_contact (deal_id, contact_id, role);

-- Derived. What each deal outside the trash counts for in board_total; '' is no currency.
CREATE TABLE board_deal (
  deal_id INTEGER PRIMARY KEY,
  stage_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL
) STRICT;

-- Derived. The sums of board_deal.
CREATE TABLE board_total (
  stage_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  deals INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (stage_id, currency)
) STRICT, WITHOUT ROWID;
