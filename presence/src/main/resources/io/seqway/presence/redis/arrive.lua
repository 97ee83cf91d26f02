-- Takes what sources say of a room.
-- ARGV: for each word: user, source, connections, name, how many ms ago, status, text, when it was set, 1 if it was kept
--   just now that the source has users here. Otherwise a source that has nobody here brings nobody: another node may have
--   taken back what was kept
-- Returns: ms until the next user may go offline (-1: none), how many sources have nobody here any more, each of these, then
--   each source that has brought nobody
local online, held, absent = {}, {}, {}

for i = FIRST, #ARGV, 9 do
  local user, source, connections = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  if connections > 0 and ARGV[i + 8] == '0' and absent[source] == nil then
    absent[source] = redis.call('HEXISTS', sources, source) == 0
  end
  local record = not absent[source] and find(user)
  if record or connections > 0 and not absent[source] then
    local before = record and shown(record)
    record = record or { at = {} }
    local alone, had = next(record.at) == nil, record.at[source] ~= nil
    if connections > 0 then
      record.at[source] = { connections, ARGV[i + 5], ARGV[i + 6], tonumber(ARGV[i + 7]) }
      record.name = ARGV[i + 3]
    else
      record.at[source] = nil
      record.left = math.max(record.left or 0, now - tonumber(ARGV[i + 4]))
    end
    held[source] = (held[source] or 0) + (connections > 0 and 1 or 0) - (had and 1 or 0)
    put(user, record, before, online)
    if not before then
      redis.call('ZADD', names, 0, user)
    elseif next(record.at) == nil then
      -- also for somebody who came and went before either was heard
      redis.call('ZADD', leaving, 'GT', record.left + grace, user)
    elseif alone then
      redis.call('ZREM', leaving, user)
    end
  end
end

local gone = {}
for source, more in pairs(held) do
  if more ~= 0 and redis.call('HINCRBY', sources, source, more) <= 0 then
    redis.call('HDEL', sources, source)
    gone[#gone + 1] = source
  end
end
local reply = { due(), #gone, unpack(gone) }
for source, is in pairs(absent) do
  if is then
    reply[#reply + 1] = source
  end
end
tell(online, {})
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, keep)
end
return reply
