-- A command puts a file into a field of one's own, replaces it or takes it away. There is nothing to merge: the same bytes are the same
-- value, and where somebody changed the file since the writer looked, nothing is written, for bytes cannot wait beside a field.

create or replace function file_standing(p_entity bigint, p_source name, p_column name, p_row bigint) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  stands jsonb;
begin
  execute format('select jsonb_build_object(''file'', t.%1$I, ''digest'', attachment_digest, '
    '''words'', file_words(attachment_filename, attachment_size)) '
    'from %2$I t left join attachment on attachment_id = t.%1$I where t.%3$I = $1 and t.%4$I = $2', p_column, p_source,
    p_source || '_id', (select min(key::text) from record_tables() where source = p_source and part <> 'end')) into stands
  using p_row, p_entity;
  return stands;
end $$;
comment on function file_standing(bigint, name, name, bigint) is
  'The file that a field of a row of a record holds now, with the caller''s rights: {file, digest, words}; null for no such row';

create or replace function note_file(p_change bigint, p_words text, p_digest text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform must_be_login('satchel_import');
  -- by its name and digest, and never by its bytes or the number of a row
  update change set change_new = coalesce(to_jsonb(p_words || ', SHA-256 ' || p_digest), 'null') where change_id = p_change;
end $$;
comment on function note_file(bigint, text, text) is 'Says in what a command stated which file it was about';

create or replace function file_row(p_begun jsonb, p_source name) returns bigint
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  taken jsonb := command_single(p_begun, format('row/%s/new-1/command', replace(p_source, '_', '-')), p_source, 'insert', null, null, '{}');
  results jsonb := command_write(p_begun ->> 'role', taken -> 'writes');
begin
  perform command_end(taken -> 'told', results);
  return (results ->> (taken ->> 'change'))::bigint;
end $$;
comment on function file_row(jsonb, name) is 'Makes a row of a record of which nothing but a file is said: its number';
