-- Takes those users of a room offline whose time is over.
-- KEYS: here, due
-- ARGV: grace ms, how many users at the most
-- Returns: ms until the next user is due (-1: nobody is here), then each user who went offline, and since when
local here, due = KEYS[1], KEYS[2]
local grace = tonumber(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = { -1 }

local over = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for i = 1, #over, 2 do
  redis.call('HDEL', here, over[i])
  redis.call('ZREM', due, over[i])
  reply[#reply + 1] = over[i]
  reply[#reply + 1] = string.format('%.0f', over[i + 1] - grace)
end

local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
if first[2] then
  reply[1] = math.max(0, first[2] - now)
end
return reply
