package dev.laurel.leaderboard.index;

/**
 * What Redis does to the index of a board, each script as one step that nobody sees half of.
 *
 * <p>All keys of a board begin with the same hash tag and so live in one slot of a cluster. {@code
 * KEYS[1]} is a hash about the index:
 *
 * <ul>
 *   <li>{@code current}, the generation that is read; absent where there is no index
 *   <li>{@code building}, the generation that a node is filling; live changes go to both
 *   <li>{@code step}, which counts the changes of the current generation
 *   <li>{@code total} and {@code building_total}, the sums of the versions of the standings
 *   <li>{@code good_at}, milliseconds: what was committed before is in the current generation
 *   <li>{@code cursor}, the user up to whom it was last compared with the standings
 *   <li>{@code erasures} and {@code building_erasures}, how many users have been erased from the
 *       board as far as the generation knows
 * </ul>
 *
 * <p>A generation is a sorted set, {@code :<generation>:z}, of users by {@link ScoreEncoding}, and
 * for each ten minutes a hash {@code :<generation>:r<n>} of the versions that came in then. The
 * hash of the last ten minutes and that of the ten before are what keeps an update from going
 * backwards: {@code base:top} of a user says that all changes after version base up to version top
 * have been dealt with. An update that is too old to be judged by them is refused. Of a user who
 * was erased there is a hash in place of the name, with the last version.
 */
final class IndexScripts {
  private static final String COMMON =
      """
      local function zset(generation)
        return KEYS[1] .. ':' .. generation .. ':z'
      end
      local function recent(generation, period)
        return KEYS[1] .. ':' .. generation .. ':r' .. string.format('%d', period)
      end
      local function millis()
        local time = redis.call('TIME')
        return time[1] * 1000 + math.floor(time[2] / 1000)
      end
      local PERIOD = 600000
      local function shadow(user)
        return '\\t' .. redis.sha1hex(user)
      end
      local function drop(generation)
        local period = math.floor(millis() / PERIOD)
        redis.call('UNLINK', zset(generation), recent(generation, period), recent(generation, period - 1))
      end
      """;

  private static final String READING =
      COMMON
          + """
      -- The number of users with strictly more points: with the bits of the time cleared, a code is the least of its points.
      local function ahead(generation, code)
        local bytes = struct.pack('>d', tonumber(code))
        local third = bytes:byte(3)
        local least = struct.unpack('>d', bytes:sub(1, 2) .. string.char(third - third % 2) .. '\\0\\0\\0\\0\\0')
        return redis.call('ZCOUNT', zset(generation), '-inf', '(' .. string.format('%.17g', least))
      end
      local meta = redis.call('HMGET', KEYS[1], 'current', 'step', 'total')
      local current = meta[1]
      if not current then
        return false
      end
      """;

  /**
   * A stretch of the board, with one more user at either end by which to tell ties.
   *
   * <p>Arguments: a user or the empty string; the first position from 0 and the last, or how many
   * above and below the user.
   *
   * <p>Answers null where there is no index, else the total of versions, the number of users, the
   * position of the first user returned, the position of the first one asked for (-1 where there is
   * none), how many have more points than that one, users with their codes by turns, and the
   * position of the last one asked for.
   */
  static final String STRETCH =
      READING
          + """
      local set = zset(current)
      local first, last = tonumber(ARGV[2]), tonumber(ARGV[3])
      local size = redis.call('ZCARD', set)
      if ARGV[1] ~= '' then
        local own = redis.call('ZRANK', set, ARGV[1])
        if not own then
          return {meta[3], size, 0, -1, 0, {}}
        end
        first, last = math.max(own - first, 0), own + last
      end
      if first >= size then
        return {meta[3], size, 0, -1, 0, {}}
      end
      local from = math.max(first - 1, 0)
      local users = redis.call('ZRANGE', set, from, last + 1, 'WITHSCORES')
      return {meta[3], size, from, first, ahead(current, users[(first - from) * 2 + 2]), users, last}
      """;

  /**
   * Points and ranks of the users who are arguments.
   *
   * <p>Answers null where there is no index, else the generation, its step, and for each user the
   * code (empty where not on the board) and how many have more points.
   */
  static final String PLACES =
      READING
          + """
      local answer = {current, meta[2]}
      for i = 1, #ARGV do
        local code = redis.call('ZSCORE', zset(current), ARGV[i])
        answer[#answer + 1] = code or ''
        answer[#answer + 1] = code and ahead(current, code) or 0
      end
      return answer
      """;

  /**
   * Takes changes in.
   *
   * <p>Arguments: {@code live} for changes that go to all generations, or the one generation meant;
   * the greatest age in ms that can be judged; and six to a change: the user, the code (empty where
   * not to be listed), the versions before and after, the time in ms at which the change was known
   * to be the newest, and whether to remember the version.
   *
   * <p>Answers null where the generation meant does not exist, else its name, its step, and for
   * each change {@code old} (too old to be judged), {@code known} (dealt with before), or {@code
   * new} with the code before it (empty where there was none), by turns.
   */
  static final String TAKE_IN =
      COMMON
          + """
      local now = millis()
      local period = math.floor(now / PERIOD)
      local meta = redis.call('HMGET', KEYS[1], 'current', 'building', 'step')
      local current, building = meta[1], meta[2]
      local meant = ARGV[1]
      local live = meant == 'live'
      local function take(generation, total, i)
        local user, code = ARGV[i], ARGV[i + 1]
        local before, after = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
        local newest = recent(generation, period)
        local late = redis.call('HMGET', newest, user, shadow(user))
        local earlier = redis.call('HMGET', recent(generation, period - 1), user, shadow(user))
        local known = late[1] or earlier[1]
        if not known and after <= tonumber(late[2] or earlier[2] or 0) then
          -- What the erased add to a generation that is being built comes at its end.
          if generation == current then
            redis.call('HINCRBY', KEYS[1], total, string.format('%d', after - before))
          end
          return 'known', ''
        end
        local base, top = before, before
        if known then
          base, top = known:match('(%d+):(%d+)')
          base, top = tonumber(base), tonumber(top)
        end
        local low, high = math.min(base, before), math.max(top, after)
        if known or ARGV[i + 5] == '1' then
          redis.call('HSET', newest, user, string.format('%d:%d', low, high))
          redis.call('PEXPIRE', newest, PERIOD * 2 + 60000)
        end
        local grown = (high - low) - (top - base)
        if grown > 0 then
          redis.call('HINCRBY', KEYS[1], total, string.format('%d', grown))
        end
        if known and (after < top or live and after == top) then
          return 'known', ''
        end
        local old = redis.call('ZSCORE', zset(generation), user)
        if code ~= '' then
          redis.call('ZADD', zset(generation), code, user)
        elseif old then
          redis.call('ZREM', zset(generation), user)
        end
        return 'new', old or ''
      end
      if live then
        meant = current or building
      end
      if not meant or meant ~= current and meant ~= building then
        return false
      end
      local answer = {meant, 0}
      local moved = false
      for i = 3, #ARGV, 6 do
        local outcome, old = 'old', ''
        if now - tonumber(ARGV[i + 4]) <= tonumber(ARGV[2]) then
          if live and building and current then
            take(building, 'building_total', i)
          end
          outcome, old = take(meant, meant == current and 'total' or 'building_total', i)
          moved = moved or outcome == 'new' and (live or tonumber(old) ~= tonumber(ARGV[i + 1]))
        end
        answer[#answer + 1] = outcome
        answer[#answer + 1] = old
      end
      if live and not current then
        return false
      end
      if meant == current then
        answer[2] = moved and redis.call('HINCRBY', KEYS[1], 'step', 1) or tonumber(meta[3])
      else
        redis.call('PEXPIRE', KEYS[1] .. ':lease', 10000)
      end
      return answer
      """;

  /**
   * Takes a user out of all generations, for good: what is still on its way from before does not
   * bring the user back.
   *
   * <p>Arguments: the user, and a version that none of the standing's had.
   *
   * <p>Answers null where there is no index, else the generation, its step, and the code that the
   * user had (empty where there was none).
   */
  static final String ERASE =
      COMMON
          + """
      local period = math.floor(millis() / PERIOD)
      local meta = redis.call('HMGET', KEYS[1], 'current', 'building', 'cursor')
      local function erase(generation, erasures)
        local user = ARGV[1]
        local old = redis.call('ZSCORE', zset(generation), user)
        redis.call('ZREM', zset(generation), user)
        redis.call('HDEL', recent(generation, period - 1), user)
        local newest = recent(generation, period)
        redis.call('HDEL', newest, user)
        redis.call('HSET', newest, shadow(user), ARGV[2])
        redis.call('PEXPIRE', newest, PERIOD * 2 + 60000)
        redis.call('HINCRBY', KEYS[1], erasures, 1)
        return old or ''
      end
      if meta[3] == ARGV[1] then
        redis.call('HSET', KEYS[1], 'cursor', '')
      end
      if meta[2] then
        erase(meta[2], 'building_erasures')
      end
      if not meta[1] then
        return false
      end
      local old = erase(meta[1], 'erasures')
      redis.call('HINCRBY', KEYS[1], 'total', 1)
      return {meta[1], redis.call('HINCRBY', KEYS[1], 'step', 1), old}
      """;

  /**
   * Begins a generation, unless one is being built by somebody who still gives signs of life.
   *
   * <p>Arguments: its name, and how many users have been erased from the board. Answers 1 for
   * begun.
   */
  static final String BEGIN =
      COMMON
          + """
      if redis.call('EXISTS', KEYS[1] .. ':barred') == 1 then
        return 0
      end
      if not redis.call('SET', KEYS[1] .. ':lease', ARGV[1], 'NX', 'PX', 10000) then
        return 0
      end
      local abandoned = redis.call('HGET', KEYS[1], 'building')
      if abandoned then
        drop(abandoned)
      end
      redis.call('HSET', KEYS[1], 'building', ARGV[1], 'building_total', 0, 'building_erasures', ARGV[2])
      return 1
      """;

  /**
   * Makes the generation that was being built the current one.
   *
   * <p>Arguments: its name, the time in ms since when it was built, and what the users who were
   * erased add to the total. Answers 1 for done, 0 where another has taken its place.
   */
  static final String FINISH =
      COMMON
          + """
      local meta = redis.call('HMGET', KEYS[1], 'current', 'building', 'building_total', 'total', 'building_erasures')
      if meta[2] ~= ARGV[1] then
        return 0
      end
      if meta[1] then
        drop(meta[1])
      end
      local total = math.max(meta[3] + ARGV[3], tonumber(meta[4] or 0))
      redis.call('HSET', KEYS[1], 'current', ARGV[1], 'total', string.format('%d', total), 'good_at', ARGV[2],
        'erasures', meta[5] or 0)
      redis.call('HINCRBY', KEYS[1], 'step', 1)
      redis.call('HDEL', KEYS[1], 'building', 'building_total', 'building_erasures', 'cursor')
      redis.call('DEL', KEYS[1] .. ':lease')
      return 1
      """;

  /**
   * Records how far the current generation is known to be complete.
   *
   * <p>Arguments: its name, the time in ms, the sum of the versions at least, and the user behind
   * whom the next comparison is to begin.
   */
  static final String CONFIRM =
      COMMON
          + """
      local meta = redis.call('HMGET', KEYS[1], 'current', 'total', 'good_at')
      if meta[1] ~= ARGV[1] then
        return 0
      end
      redis.call('HSET', KEYS[1], 'cursor', ARGV[4])
      if tonumber(ARGV[2]) > tonumber(meta[3]) then
        redis.call('HSET', KEYS[1], 'good_at', ARGV[2])
      end
      if tonumber(ARGV[3]) > tonumber(meta[2]) then
        redis.call('HSET', KEYS[1], 'total', ARGV[3])
      end
      return 1
      """;

  /** Does without an index, for as many ms as the argument says. */
  static final String BAR =
      COMMON
          + """
      for _, generation in ipairs(redis.call('HMGET', KEYS[1], 'current', 'building')) do
        if generation then
          drop(generation)
        end
      end
      redis.call('DEL', KEYS[1], KEYS[1] .. ':lease')
      redis.call('SET', KEYS[1] .. ':barred', '', 'PX', ARGV[1])
      return 1
      """;

  private IndexScripts() {}
}
