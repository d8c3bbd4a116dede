-- Records the outcome of a check of the current generation.
-- ARGV: its name; the time (ms) up to which it is complete; the cursor at which the next check goes on.
-- Returns 1 if recorded, 0 if another generation has taken its place.
local state = redis.call('HMGET', KEYS[1], 'current', 'good_at')
if state[1] ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'cursor', ARGV[3])
if tonumber(ARGV[2]) > tonumber(state[2]) then
  redis.call('HSET', KEYS[1], 'good_at', ARGV[2])
end
return 1
