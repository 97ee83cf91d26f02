-- Takes those users of a room offline whose time is over.
-- ARGV: how many users at the most
-- Returns: ms until the next user may go offline (-1: none), then each user who went offline, and since when
local reply, offline = { -1 }, {}
local over = redis.call('ZRANGEBYSCORE', leaving, '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[FIRST])
for i = 1, #over, 2 do
  local user, since = over[i], string.format('%.0f', over[i + 1] - grace)
  redis.call('HDEL', users, user)
  redis.call('ZREM', names, user)
  redis.call('ZREM', leaving, user)
  offline[#offline + 1] = { user, since }
  reply[#reply + 1] = user
  reply[#reply + 1] = since
end
tell({}, offline)
reply[1] = due()
return reply
