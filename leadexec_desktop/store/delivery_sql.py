"""The statements about deliveries."""

ADD = """
INSERT INTO deliveries (
    id, created_at_us, profile_id, profile_name, endpoint, sends_password, auth_scheme, timeout_s, token_url, client_id,
    follow_days, request, who, state, outcome, reason, lead_id, price, sent_at_us, elapsed_s, again_of, decided_by
) VALUES (
    :id, :created_at_us, :profile_id, :profile_name, :endpoint, :sends_password, :auth_scheme, :timeout_s, :token_url,
    :client_id, :follow_days, :request, :who, :state, :outcome, :reason, :lead_id, :price, :sent_at_us, :elapsed_s,
    :again_of, :decided_by
)
"""

REPLACE = """
UPDATE deliveries SET
    profile_id = :profile_id, profile_name = :profile_name, endpoint = :endpoint, sends_password = :sends_password,
    auth_scheme = :auth_scheme, timeout_s = :timeout_s, token_url = :token_url, client_id = :client_id,
    follow_days = :follow_days, request = :request, who = :who
WHERE id = :id AND state = 'waiting'
RETURNING *
"""

# An unknown one that was sent again stays unknown: that somebody decided it tells the first such press from a second.
ADVANCE = """
UPDATE deliveries SET
    state = :state, outcome = :outcome, reason = coalesce(:reason, reason), lead_id = coalesce(:lead_id, lead_id),
    price = coalesce(:price, price), sent_at_us = coalesce(:sent_at_us, sent_at_us),
    elapsed_s = coalesce(:elapsed_s, elapsed_s), decided_by = coalesce(:decided_by, decided_by)
WHERE id = :id AND state = :expected AND (:event <> 'person_sent_again' OR decided_by = '')
RETURNING *
"""

ADD_EVENT = """
INSERT INTO delivery_events (delivery_id, at_us, event, state, outcome, decided_by, reason)
VALUES (:id, :at_us, :event, :state, :outcome, coalesce(:decided_by, ''), coalesce(:reason, ''))
"""

PUT_EXCHANGE = """
INSERT OR REPLACE INTO exchanges (
    delivery_id, request_head, request_body, status, url, headers, body, complete, cut_off
) VALUES (:delivery_id, :request_head, :request_body, :status, :url, :headers, :body, :complete, :cut_off)
"""

ADD_IDENTITY = "INSERT OR IGNORE INTO identities (key, created_at_us, delivery_id) VALUES (?, ?, ?)"
FORGET_IDENTITIES = "DELETE FROM identities WHERE delivery_id = ?"
SAME_IDENTITY = """
SELECT deliveries.* FROM identities JOIN deliveries ON deliveries.id = identities.delivery_id
WHERE identities.key = ? AND deliveries.outcome NOT IN ('not sent', 'cancelled')
ORDER BY identities.created_at_us DESC LIMIT ?
"""
WITH_LEAD_ID = "SELECT * FROM deliveries WHERE lead_id = ? AND lead_id <> '' ORDER BY created_at_us DESC"

PUT_LEARNT = """
INSERT OR REPLACE INTO learnt (delivery_id, at_us, status, url, headers, body, complete, cut_off)
VALUES (:delivery_id, :at_us, :status, :url, :headers, :body, :complete, :cut_off)
"""

NEWEST = "SELECT * FROM deliveries ORDER BY created_at_us DESC, id DESC LIMIT :limit"
BEHIND = """
SELECT * FROM deliveries WHERE (created_at_us, id) < (:created_at_us, :id)
ORDER BY created_at_us DESC, id DESC LIMIT :limit
"""

# Word for word the condition of the index, which SQLite uses for nothing else.
UNSETTLED = """
SELECT * FROM deliveries
WHERE state IN ('waiting', 'sending') OR (state = 'unknown' AND decided_by = '')
ORDER BY created_at_us DESC, id DESC
"""
