-- Message templates. summary: what lists and searches show, as JSON; draft: content and default attributes, as JSON.
-- token and definition: of the creation, while its caller may repeat it.
CREATE TABLE message_template (
  number         INTEGER PRIMARY KEY,
  account        TEXT NOT NULL,
  region         TEXT NOT NULL,
  knowledge_base TEXT NOT NULL,
  id             TEXT NOT NULL,
  name           TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  token          TEXT,
  definition     TEXT,
  summary        TEXT NOT NULL,
  draft          TEXT NOT NULL,
  UNIQUE (account, region, knowledge_base, id),
  UNIQUE (account, region, knowledge_base, name)
) STRICT;

CREATE UNIQUE INDEX message_template_token ON message_template (account, region, knowledge_base, token)
  WHERE token IS NOT NULL;

-- Versions, which never change. body: a TemplateVersion as JSON.
CREATE TABLE message_template_version (
  template INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (template, version)
) STRICT;
