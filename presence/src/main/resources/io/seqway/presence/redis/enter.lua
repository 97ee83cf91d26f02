-- A source is about to have users in a room.
-- KEYS: lease, rooms
-- ARGV: source, room, keep ms
-- Returns: 1; 0 if the source has no lease
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
redis.call('SADD', KEYS[2], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1
