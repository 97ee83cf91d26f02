-- Takes what gateways say of the connections of users, and tells which are too many.
-- KEYS: held (user -> record), due (user -> when the last word about the user ends)
-- ARGV: lease ms, keep ms, then for each word: user, session, source, order (0: gone), fresh (1), most, replace (1)
-- Returns: for each that is too many its source, its session, and 1 if newer ones replaced it
local held, due = KEYS[1], KEYS[2]
local lease, keep = tonumber(ARGV[1]), ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = {}

-- those whose gateways are gone, a few at a time
for _, user in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 100)) do
  redis.call('HDEL', held, user)
  redis.call('ZREM', due, user)
end

local function newer(a, b)
  if a.order ~= b.order then
    return a.order > b.order
  end
  return a.session > b.session
end

for i = 3, #ARGV, 7 do
  local user, session, source, order = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local fresh, most, replace = ARGV[i + 4] == '1', tonumber(ARGV[i + 5]), ARGV[i + 6] == '1'
  local known = redis.call('HGET', held, user)
  -- session -> { source, order as text, until when that word holds }
  local record = known and cjson.decode(known) or {}
  local others = {}
  for other, word in pairs(record) do
    if other == session or word[3] <= now then
      record[other] = nil
    else
      others[#others + 1] = { session = other, order = tonumber(word[2]) }
    end
  end

  if order ~= '0' then
    if fresh and not replace and #others >= most then
      reply[#reply + 1] = source
      reply[#reply + 1] = session
      reply[#reply + 1] = 0
    else
      record[session] = { source, order, now + lease }
      others[#others + 1] = { session = session, order = tonumber(order) }
    end
  end
  if replace and #others > most then
    table.sort(others, newer)
    for j = most + 1, #others do
      local oldest = others[j].session
      reply[#reply + 1] = record[oldest][1]
      reply[#reply + 1] = oldest
      reply[#reply + 1] = 1
      record[oldest] = nil
    end
  end

  local last = 0
  for _, word in pairs(record) do
    last = math.max(last, word[3])
  end
  if last > 0 then
    redis.call('HSET', held, user, cjson.encode(record))
    redis.call('ZADD', due, last, user)
  elseif known then
    redis.call('HDEL', held, user)
    redis.call('ZREM', due, user)
  end
end

redis.call('PEXPIRE', held, keep)
redis.call('PEXPIRE', due, keep)
return reply
