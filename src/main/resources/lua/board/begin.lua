-- Begins a generation, unless a node is alive that fills one.
-- ARGV: its name; how many users have been erased from the board, and the sum of their versions.
-- Returns 1 if it was begun, otherwise 0.
if not redis.call('SET', KEYS[1] .. ':lease', ARGV[1], 'NX', 'PX', 10000) then
  return 0
end
local abandoned = redis.call('HGET', KEYS[1], 'building')
if abandoned then
  drop(abandoned)
end
redis.call('HSET', KEYS[1], 'building', ARGV[1])
redis.call('HSET', versions(ARGV[1]), 'total', ARGV[3], 'erasures', ARGV[2], 'size', 0)
return 1
