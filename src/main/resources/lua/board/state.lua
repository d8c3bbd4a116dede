-- Returns nil without an index; otherwise the current generation, good_at, the cursor, the number of erasures, the total.
local state = redis.call('HMGET', KEYS[1], 'current', 'good_at', 'cursor')
local counts = state[1] and redis.call('HMGET', versions(state[1]), 'erasures', 'total')
if not counts or not counts[1] or not total(state[1]) then
  return false
end
return {state[1], state[2], state[3] or '', counts[1], counts[2]}
