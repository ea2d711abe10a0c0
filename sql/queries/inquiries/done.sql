-- @name inquiries/done
-- @call endInquiry
-- @about Takes an inquiry off the queue.
-- @param inquiry text
-- @param note text
-- @returns one
-- @column done boolean null
select inquiry_done($1::text, $2::text) as done
