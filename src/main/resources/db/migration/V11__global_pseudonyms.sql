-- Who is hidden in a class is under a pseudonym on the boards of everybody as well, so that these always need a key.
insert into board_setting (board, pseudonym_key)
values ('global', encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64'))
on conflict do nothing;
