-- What a source had in some rooms is taken away; if it had nothing else, it is forgotten if it is dead.
-- KEYS: dead, rooms
-- ARGV: source, then rooms
for i = 2, #ARGV do
  redis.call('SREM', KEYS[2], ARGV[i])
end
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
