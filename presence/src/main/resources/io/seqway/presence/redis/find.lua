-- Tells which of some users are online in a room.
-- ARGV: 1 to tell of those, too, whose time is over, then the users
-- Returns: as present.lua, but always 1
local reply, over = picture(ARGV[FIRST] == '1')
reply[2] = 1
for i = FIRST + 1, #ARGV do
  local known = redis.call('HGET', users, ARGV[i])
  if known and not over[ARGV[i]] then
    show(reply, ARGV[i], known)
  end
end
return reply
