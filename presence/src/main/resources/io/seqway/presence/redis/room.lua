-- What every script about a room begins with.
-- KEYS: users (user -> record), names (all users, in order), leaving (user -> when the user goes offline), sources
--   (source -> how many users it has), state (v: the revision, p: 1 while there are too many to be named)
-- ARGV: grace ms, keep ms, channel, room, how many are named at the most, then what the script takes
-- A record: at (source -> { connections, status, text, when it was set }), name, status, text, left (when a
--   connection was last said to be gone)
local users, names, leaving, sources, state = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local grace, keep, channel, room, most = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local FIRST = 6
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function find(user)
  local known = redis.call('HGET', users, user)
  return known and cjson.decode(known)
end

-- Of several connections the status that was set last counts; without connections it stays as it was.
local function count(record)
  local connections, since = 0, -1
  for _, word in pairs(record.at) do
    connections = connections + word[1]
    if word[4] > since then
      since, record.status, record.text = word[4], word[2], word[3]
    end
  end
  return connections
end

-- Keeps a record, and adds the user to those who are to be told of if it is shown otherwise than before.
local function put(user, record, before, changed)
  local connections = count(record)
  redis.call('HSET', users, user, cjson.encode(record))
  if not before or before.name ~= record.name or before.status ~= record.status or before.text ~= record.text then
    changed[#changed + 1] = { user, record.name, connections, record.status, record.text }
  end
end

local function shown(record)
  return { name = record.name, status = record.status, text = record.text }
end

-- Tells all nodes of presence what has changed, in the order in which it did.
local function tell(online, offline)
  if #online + #offline == 0 then
    return
  end
  local before = redis.call('HMGET', state, 'v', 'p')
  local revision = string.format('%.0f', math.max(tonumber(before[1] or 0) + 1, time[1] * 1000000 + time[2]))
  local total = redis.call('HLEN', users)
  -- a room that has about so many is not now the one and now the other
  local partial = total > most or (before[2] == '1' and total > most * 0.9)
  local change = { room = room, total = total, partial = partial, revision = revision, before = before[1] or '0' }
  if not partial then
    change.online = #online > 0 and online or nil
    change.offline = #offline > 0 and offline or nil
  end
  if total > 0 then
    redis.call('HSET', state, 'v', revision, 'p', partial and '1' or '0')
  else
    redis.call('DEL', state)
  end
  redis.call('PUBLISH', channel, cjson.encode(change))
end

-- In how many ms the next user may go offline; -1: none.
local function due()
  local first = redis.call('ZRANGE', leaving, 0, 0, 'WITHSCORES')
  return first[2] and math.max(0, first[2] - now) or -1
end

-- The beginning of an answer about who is there, and those whose time is over, who are left out.
local function picture(overdueToo)
  local over, left = {}, 0
  if not overdueToo then
    for _, user in ipairs(redis.call('ZRANGEBYSCORE', leaving, '-inf', now)) do
      over[user] = true
      left = left + 1
    end
  end
  local known = redis.call('HMGET', state, 'v', 'p')
  local total = redis.call('HLEN', users) - left
  local partial = total > most or known[2] == '1'
  return { total, partial and 1 or 0, known[1] or '0', '' }, over
end

local function show(reply, user, text)
  local record = cjson.decode(text)
  local connections = 0
  for _, word in pairs(record.at) do
    connections = connections + word[1]
  end
  local n = #reply
  reply[n + 1], reply[n + 2], reply[n + 3] = user, record.name, connections
  reply[n + 4], reply[n + 5] = record.status, record.text
end
