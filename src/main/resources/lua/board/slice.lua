-- Reads successive users of the board, and one more at either end by whom to tell ties.
-- ARGV: a user or ''; the first and last position from 0, or how many users above and below the user.
-- Returns nil without an index; otherwise the board's version, its number of users, the position of the first user
-- returned, that of the first one wanted (-1 if none), the number of users with more points than the latter, members and
-- scores alternately, the last position wanted.
local current = redis.call('HGET', KEYS[1], 'current')
local version = current and total(current)
if not version then
  return false
end
local set = members(current)
local size = redis.call('ZCARD', set)
local first, last = tonumber(ARGV[2]), tonumber(ARGV[3])
if ARGV[1] ~= '' then
  local _, member = score_of(current, ARGV[1])
  local own = redis.call('ZRANK', set, member)
  if not own then
    return {version, size, 0, -1, 0, {}, 0}
  end
  first, last = math.max(own - first, 0), own + last
end
if first >= size then
  return {version, size, 0, -1, 0, {}, 0}
end
local from = math.max(first - 1, 0)
local users = redis.call('ZRANGE', set, from, last + 1, 'WITHSCORES')
return {version, size, from, first, ahead(current, users[(first - from) * 2 + 2]), users, last}
