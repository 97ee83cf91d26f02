-- Tells who is online in a room.
-- KEYS: here, due
-- ARGV: 1 to tell of those, too, whose time is over
-- Returns: for each user the id, the name (empty: none) and the number of connections
local here, due = KEYS[1], KEYS[2]
local all = ARGV[1] == '1'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = {}

local from = all and '-inf' or string.format('(%.0f', now)
for _, user in ipairs(redis.call('ZRANGEBYSCORE', due, from, '+inf')) do
  local known = redis.call('HGET', here, user)
  if known then
    local record = cjson.decode(known)
    local connections = 0
    for _, word in pairs(record.at) do
      if all or word[2] > now then
        connections = connections + word[1]
      end
    end
    reply[#reply + 1] = user
    reply[#reply + 1] = record.name or ''
    reply[#reply + 1] = connections
  end
end
return reply
