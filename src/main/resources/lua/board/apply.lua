-- Applies standings to the index, unless it knows newer ones.
-- ARGV: 'live' for changes just committed, which go to all generations, or the generation meant for standings read from
-- the database; then for each standing the user, what stands before the id in the sorted set, the score
-- ('' if not listed) and the version.
-- Returns nil if the generation meant is not there, or, for live changes, if there is no index to read; otherwise the
-- numbers, from 1, of the standings by which it changed.
local state = redis.call('HMGET', KEYS[1], 'current', 'building')
local current, building = state[1], state[2]
local live = ARGV[1] == 'live'

local function apply(generation)
  if not total(generation) then
    return false
  end
  local changed, growth, size = {}, 0, 0
  for i = 2, #ARGV, 4 do
    local user, prefix, score, version = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3])
    local digest = digest_of(user)
    local value = redis.call('HGET', versions(generation), digest)
    local known, known_prefix = version_and_prefix(value)
    local newest = value and known or tonumber(redis.call('GET', erased(digest)) or 0)
    -- A standing from the database is also applied at the version known: it may have been lost from the sorted set.
    if version > newest or version == newest and value and not live then
      local before = not live and redis.call('ZSCORE', members(generation), known_prefix .. user)
      if score == '' or known_prefix ~= prefix then
        size = size - redis.call('ZREM', members(generation), known_prefix .. user)
      end
      if score ~= '' then
        size = size + redis.call('ZADD', members(generation), score, prefix .. user)
      end
      if version > newest then
        redis.call('HSET', versions(generation), digest, ARGV[i + 3] .. prefix)
        growth = growth + version - known
      end
      if live or tonumber(before or '') ~= tonumber(score) then
        changed[#changed + 1] = (i + 2) / 4
      end
    end
  end
  if growth > 0 then
    redis.call('HINCRBY', versions(generation), 'total', string.format('%d', growth))
  end
  if size ~= 0 then
    redis.call('HINCRBY', versions(generation), 'size', size)
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
