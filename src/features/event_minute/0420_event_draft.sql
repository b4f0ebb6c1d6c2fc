-- What somebody has begun to enter of an event and has not saved: everything as it was typed, so that nothing is lost to a mistake, a
-- session that ended or a phone that rang. `form_key` is the form's own: a form that comes twice finds its row, and the activity that
-- was made of it the first time (no foreign key: the activity may be removed, the mark is swept after some days). A draft is its
-- author's alone, stands in no list and in no figure. Its files hang on it in `file` under the name event_draft.
@register event_draft
CREATE TABLE event_draft (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    account_id @id NOT NULL,
    form_key @text NOT NULL CHECK (length(form_key) = 64),
    title @text NOT NULL DEFAULT '',
    typed @text NOT NULL,
    activity @id,
    changed_at @time NOT NULL,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, account_id, form_key),
    FOREIGN KEY (centre_id, account_id) REFERENCES account (centre_id, id)
);
CREATE INDEX event_draft_by_account ON event_draft (centre_id, account_id, changed_at);
