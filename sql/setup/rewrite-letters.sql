-- Writes the outbox into new files: what updates leave behind in the old ones is the clear text of letters. Alone, since it runs in no
-- transaction.
vacuum (full, analyze) letter
