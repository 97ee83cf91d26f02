-- Tells who is online in a room, a page of them in the order of their ids.
-- ARGV: 1 to tell of those, too, whose time is over, behind which user (empty: from the first), how many
-- Returns: as present.lua, but for 1 if there are others, and the last user of the page if there is another one
local reply, over = picture(ARGV[FIRST] == '1')
local after, limit = ARGV[FIRST + 1], tonumber(ARGV[FIRST + 2])
local from = after == '' and '-' or '(' .. after
local page = redis.call('ZRANGEBYLEX', names, from, '+', 'LIMIT', 0, limit + 1)
local more = #page > limit
if more then
  page[#page] = nil
  reply[4] = page[#page]
end
if #page > 0 then
  local known = redis.call('HMGET', users, unpack(page))
  for i, user in ipairs(page) do
    if known[i] and not over[user] then
      show(reply, user, known[i])
    end
  end
end
reply[2] = (#reply - 4) / 5 < reply[1] and 1 or 0
return reply
