-- Drops the index, and lets nobody build another one for a while.
-- ARGV: for how long, in ms.
-- Returns 1.
for _, generation in ipairs({'current', 'building'}) do
  local name = redis.call('HGET', KEYS[1], generation)
  if name then
    drop(name)
  end
end
redis.call('DEL', KEYS[1], KEYS[1] .. ':lease')
redis.call('SET', KEYS[1] .. ':barred', '', 'PX', ARGV[1])
return 1
