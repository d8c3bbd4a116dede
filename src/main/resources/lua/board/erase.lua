-- Removes a user from all generations, and remembers the version for a day, so that no late change brings the user back.
-- ARGV: the user; a version greater than all that the standing had.
-- Returns 1.
local digest = digest_of(ARGV[1])
redis.call('SET', erased(digest), ARGV[2], 'PX', DAY)
local state = redis.call('HMGET', KEYS[1], 'current', 'building', 'cursor')
if state[3] == ARGV[1] then
  redis.call('HSET', KEYS[1], 'cursor', '')
end
for i = 1, 2 do
  local generation = state[i]
  if generation and total(generation) then
    local known, prefix = version_and_prefix(redis.call('HGET', versions(generation), digest))
    local removed = redis.call('ZREM', members(generation), prefix .. ARGV[1])
    redis.call('HDEL', versions(generation), digest)
    redis.call('HINCRBY', versions(generation), 'size', 0 - removed)
    redis.call('HINCRBY', versions(generation), 'total', string.format('%d', ARGV[2] - known))
    redis.call('HINCRBY', versions(generation), 'erasures', 1)
  end
end
return 1
