-- Remembers when a user was last online; a later time prevails.
-- KEYS: seen
-- ARGV: ms since 1970, keep ms
local known = redis.call('GET', KEYS[1])
if not known or tonumber(known) < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
