-- The index of one board in Redis. Every key begins with KEYS[1], laurel:board:{<board>}, whose hash tag keeps all keys
-- of a board in one slot of a cluster.
--
-- KEYS[1]                    hash: the state of the index
--   current                    the generation that is read; without it the board has no index
--   good_at                    what was committed before this time (ms) is in the current generation
--   cursor                     the user up to whom the last check compared the index with the database
--   building                   the generation that a node is filling at present
-- KEYS[1]:<generation>:z     sorted set: the users on the board, by ScoreEncoding. A member is the user's id; for the few
--                            users whose points do not fit into a score beside the time, the time and the id
-- KEYS[1]:<generation>:v     hash: the first 20 digits of a user id's SHA-1 -> version of the standing last applied,
--                            followed by what stands before the id in the sorted set, if anything; and
--   total                      the board's version: the sum of these versions and of those of erased users
--   erasures                   how many users have been erased from the board
--   size                       how many members the sorted set has; if it has not, the index is not read
-- KEYS[1]:erased:<digits>    the last version of an erased user, for a day
-- KEYS[1]:lease              lives as long as the node that fills a generation
-- KEYS[1]:checked            exists while no node needs to check the index
--
-- RecentChanges keeps two keys for all boards:
-- laurel:boards:repairing    exists while no node needs to look for recent changes
-- laurel:boards:repaired     up to when (ms) this was done
--
-- A standing is applied unless the same or a newer version was applied before. That keeps changes that arrive late,
-- twice or out of order from undoing newer ones, however late they are. The version of an erased user outlives the user
-- by a day, so that no late change brings the user back; a standing created afterwards begins at a higher version.
--
-- Versions are kept for all users of a generation: about 70 bytes a user (95 without jemalloc), beside 95 (125) in the
-- sorted set; boards of up to 128 users keep both in compact form. Versions of the last minutes only would need less for
-- users at rest, but also clocks, a greatest age of changes, and a way to refuse and repair older ones. The total is in
-- the same hash as the versions: if Redis evicts either the hash or the sorted set, there is no index, rather than one
-- without versions or users.

local DAY = 24 * 3600 * 1000

local function members(generation)
  return KEYS[1] .. ':' .. generation .. ':z'
end

local function versions(generation)
  return KEYS[1] .. ':' .. generation .. ':v'
end

local function erased(digest)
  return KEYS[1] .. ':erased:' .. digest
end

local function digest_of(user)
  return redis.sha1hex(user):sub(1, 20)
end

local function drop(generation)
  redis.call('UNLINK', members(generation), versions(generation))
end

-- The board's version if the generation has all it should have; otherwise nil.
local function total(generation)
  local counts = redis.call('HMGET', versions(generation), 'total', 'size')
  return counts[1] and redis.call('ZCARD', members(generation)) == tonumber(counts[2]) and counts[1] or nil
end

-- The version of a value in the hash, and what stands before the user's id in the sorted set.
local function version_and_prefix(value)
  if not value then
    return 0, ''
  end
  local version, prefix = value:match('^(%d+)(.*)$')
  return tonumber(version), prefix
end

-- The score of a user, nil for those who are not on the board; and the member.
local function score_of(generation, user)
  local score = redis.call('ZSCORE', members(generation), user)
  if score then
    return score, user
  end
  local version, prefix = version_and_prefix(redis.call('HGET', versions(generation), digest_of(user)))
  return prefix ~= '' and redis.call('ZSCORE', members(generation), prefix .. user) or nil, prefix .. user
end

-- The least score of the same points. Scores below 0 and those from 2^65 stand for points alone. Others differ in points
-- if they differ in the bits above the lowest 40.
local function least_of_points(score)
  if tonumber(score) < 0 or tonumber(score) >= 2 ^ 65 then
    return score
  end
  local bytes = struct.pack('>d', tonumber(score))
  local least = struct.unpack('>d', bytes:sub(1, 3) .. '\0\0\0\0\0')
  return string.format('%.17g', least)
end

-- The number of users with strictly more points than a score stands for.
local function ahead(generation, score)
  return redis.call('ZCOUNT', members(generation), '-inf', '(' .. least_of_points(score))
end
