-- The next steps of a record, among all that was ever done with it: who asks what is due looks at each record of theirs.
create index activity_next_index on activity (activity_entity, activity_due) where activity_next is not null and activity_due is not null;
