-- Finds sources whose lease is over.
-- KEYS: lease, dead
-- ARGV: how many at the most
-- Returns: each source, and when its lease ended
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local over = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
for i = 1, #over, 2 do
  redis.call('ZREM', KEYS[1], over[i])
  redis.call('ZADD', KEYS[2], over[i + 1], over[i])
end
return redis.call('ZRANGE', KEYS[2], 0, ARGV[1] - 1, 'WITHSCORES')
