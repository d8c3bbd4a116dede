-- Returns nil without an index; otherwise the current generation, good_at, the cursor, the number of erasures.
local state = redis.call('HMGET', KEYS[1], 'current', 'good_at', 'cursor')
local erasures = state[1] and redis.call('HGET', versions(state[1]), 'erasures')
if not erasures then
  return false
end
return {state[1], state[2], state[3] or '', erasures}
