-- What finds the logs to be pruned. Appending to a log changes neither column, but for each hundredth entry, so that the
-- updates of the head stay within their page.
--
-- oldest_at: no entry that is kept is older. hundreds: how many full hundreds of entries are kept.
set local statement_timeout = 0;

alter table notification_head
  add column oldest_at timestamptz not null default now(),
  add column hundreds  bigint      not null generated always as ((last_seq - first_seq + 1) / 100) stored;

update notification_head head
set oldest_at = notification.sent_at
from notification
where notification.user_id = head.user_id and notification.seq = head.first_seq;

create index notification_head_by_age on notification_head (oldest_at);
create index notification_head_by_length on notification_head (hundreds) where hundreds > 0;
