-- Looks up the ranks of users. Users with equal points cost one count together.
-- ARGV: the users, at most some thousands.
-- Returns nil without an index; otherwise a rank for each user, 0 for those who are not on the board.
local current = redis.call('HGET', KEYS[1], 'current')
if not current or not total(current) then
  return false
end
local ranks = {}
local by_points = {}
for i, found in ipairs(redis.call('ZMSCORE', members(current), unpack(ARGV))) do
  ranks[i] = 0
  local score = found or score_of(current, ARGV[i])
  if score then
    local points = least_of_points(score)
    by_points[points] = by_points[points] or ahead(current, score) + 1
    ranks[i] = by_points[points]
  end
end
return ranks
