-- Applies standings to the index, unless it knows newer ones.
-- ARGV: 'live' for changes just committed, which go to all generations, or the generation meant for standings read from
-- the database; then for each standing the user, the score ('' if not listed) and the version.
-- Returns nil if the generation meant is not there, or, for live changes, if there is no index to read; otherwise the
-- numbers, from 1, of the standings by which it changed.
local state = redis.call('HMGET', KEYS[1], 'current', 'building')
local current, building = state[1], state[2]
local live = ARGV[1] == 'live'

local function apply(generation)
  if redis.call('HEXISTS', versions(generation), 'total') == 0 then
    return false
  end
  local changed, growth = {}, 0
  for i = 2, #ARGV, 3 do
    local user, score, version = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
    local digest = digest_of(user)
    local known = redis.call('HGET', versions(generation), digest)
    local newest = tonumber(known or redis.call('GET', erased(digest)) or 0)
    -- A standing from the database is also applied at the version known: it may have been lost from the sorted set.
    if version > newest or version == newest and known and not live then
      local before = not live and redis.call('ZSCORE', members(generation), user)
      if score == '' then
        redis.call('ZREM', members(generation), user)
      else
        redis.call('ZADD', members(generation), score, user)
      end
      if version > newest then
        redis.call('HSET', versions(generation), digest, ARGV[i + 2])
        growth = growth + version - (known or 0)
      end
      if live or tonumber(before or '') ~= tonumber(score) then
        changed[#changed + 1] = (i + 1) / 3
      end
    end
  end
  if growth > 0 then
    redis.call('HINCRBY', versions(generation), 'total', string.format('%d', growth))
  end
  return changed
end

if live then
  if building then
    apply(building)
  end
  return current and apply(current)
end
if ARGV[1] == building then
  redis.call('PEXPIRE', KEYS[1] .. ':lease', 10000)
elseif ARGV[1] ~= current then
  return false
end
return apply(ARGV[1])
