-- Makes the generation that was filled the current one.
-- ARGV: its name; the time (ms) at which it was begun.
-- Returns 1 if done, 0 if another generation has taken its place or it was lost.
local state = redis.call('HMGET', KEYS[1], 'current', 'building')
local version = total(ARGV[1])
if state[2] ~= ARGV[1] or not version then
  return 0
end
if state[1] then
  -- Viewers take nothing for new whose version is smaller than that of the page before.
  local before = redis.call('HGET', versions(state[1]), 'total')
  if tonumber(before or 0) > tonumber(version) then
    redis.call('HSET', versions(ARGV[1]), 'total', before)
  end
  drop(state[1])
end
redis.call('HSET', KEYS[1], 'current', ARGV[1], 'good_at', ARGV[2])
redis.call('HDEL', KEYS[1], 'building', 'cursor')
redis.call('DEL', KEYS[1] .. ':lease')
return 1
