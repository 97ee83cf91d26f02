-- Takes what gateways say of a room.
-- KEYS: here (user -> record), due (user -> when the user goes offline unless heard of again)
-- ARGV: lease ms, grace ms, keep ms, then for each word: user, source, connections, name
-- Returns: ms until the next user is due (-1: nobody is here), then the users who came online
local here, due = KEYS[1], KEYS[2]
local lease, grace, keep = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = { -1 }

for i = 4, #ARGV, 4 do
  local user, source, count, name = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
  local known = redis.call('HGET', here, user)
  if known or count > 0 then
    -- at: source -> { connections, until when that word holds }
    local record = known and cjson.decode(known) or { at = {} }
    local held = record.at[source] ~= nil
    record.at[source] = nil
    if count > 0 then
      record.at[source] = { count, now + lease }
      record.name = name
    end
    local last = 0
    for at, word in pairs(record.at) do
      if word[2] <= now then
        record.at[at] = nil
      else
        last = math.max(last, word[2])
      end
    end
    redis.call('HSET', here, user, cjson.encode(record))
    if last > 0 then
      redis.call('ZADD', due, last + grace, user)
    elseif held then
      redis.call('ZADD', due, now + grace, user)
    end
    if not known then
      reply[#reply + 1] = user
    end
  end
end

local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
if first[2] then
  reply[1] = math.max(0, first[2] - now)
  redis.call('PEXPIRE', here, keep)
  redis.call('PEXPIRE', due, keep)
end
return reply
