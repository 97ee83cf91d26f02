-- Takes away what a source has said of a room, which is dead.
-- ARGV: source, when its lease ended in ms since 1970
-- Returns: ms until the next user may go offline (-1: none)
local source, since = ARGV[FIRST], tonumber(ARGV[FIRST + 1])
local online = {}
local all = redis.call('HGETALL', users)
for i = 1, #all, 2 do
  local user, record = all[i], cjson.decode(all[i + 1])
  if record.at[source] then
    local before = shown(record)
    record.at[source] = nil
    put(user, record, before, online)
    if next(record.at) == nil then
      -- somebody may have left elsewhere since then, while this source was not known to be dead yet
      redis.call('ZADD', leaving, math.max(since, record.left or 0) + grace, user)
      redis.call('PEXPIRE', leaving, keep)
    end
  end
end
redis.call('HDEL', sources, source)
tell(online, {})
return due()
