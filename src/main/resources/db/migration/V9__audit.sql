-- Who changed what others depend on. Rows are added, deleted when they are old, and lose the name of a user who is
-- erased; nothing else, whoever asks.
create table audit (
  id             bigint      not null generated always as identity primary key,
  at             timestamptz not null,
  actor_user_id  text,
  action         text        not null,
  target         text,
  target_user_id text,
  detail         text,
  address        text
);
create index audit_by_time on audit (at);
create index audit_by_actor on audit (actor_user_id);
create index audit_by_target_user on audit (target_user_id);

create function audit_only_grows() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('laurel.audit', true), '') <> tg_op then
    raise exception 'the audit log is only added to';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger audit_only_grows before update or delete on audit
  for each row execute function audit_only_grows();
create trigger audit_is_not_emptied before truncate on audit
  for each statement execute function audit_only_grows();
