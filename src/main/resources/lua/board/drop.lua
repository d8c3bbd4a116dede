-- Drops the index. It is built again when it is next missed.
-- Returns 1.
for _, generation in ipairs({'current', 'building'}) do
  local name = redis.call('HGET', KEYS[1], generation)
  if name then
    drop(name)
  end
end
redis.call('DEL', KEYS[1], KEYS[1] .. ':lease')
return 1
