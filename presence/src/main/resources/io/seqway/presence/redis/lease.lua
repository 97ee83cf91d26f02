-- A source lives.
-- KEYS: lease (source -> when it ends), dead (source -> when its lease ended), rooms (those in which the source has users)
-- ARGV: source, lease ms, keep ms, 1 if it begins
-- Returns: 1; 0 if it has no lease any more
local time = redis.call('TIME')
if ARGV[4] == '0' and not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, ARGV[3])
end
return 1
