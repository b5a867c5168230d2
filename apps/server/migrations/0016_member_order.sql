-- breaks: no
-- The order of member lists: owner, administrators, then by joining. So that a page of a group of 100,000, and the four
-- faces of each group in a list of conversations, are read from their beginning and not sorted out of all members.
create index members_in_order on members (conversation_id,
  (case role when 'owner' then 0 when 'administrator' then 1 else 2 end), joined_seq, principal_id) where present;
