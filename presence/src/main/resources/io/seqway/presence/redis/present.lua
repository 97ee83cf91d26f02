-- Tells who is online in a room, unless there are too many.
-- ARGV: 1 to tell of those, too, whose time is over
-- Returns: how many there are, 1 if nobody is named, the revision, nothing, then for each user the id, the name, the number
--   of connections, the status and its text
local reply, over = picture(ARGV[FIRST] == '1')
if reply[2] == 0 then
  local all = redis.call('HGETALL', users)
  for i = 1, #all, 2 do
    if not over[all[i]] then
      show(reply, all[i], all[i + 1])
    end
  end
end
return reply
