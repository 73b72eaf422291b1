/** Makes an entry due again. ARGV: now, id, version that was decided on, progress. Answers 'ok', 'pending', 'gone' or 'changed'. */
export const replay: string = `
local now, id, version, progress = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local entry = base .. 'e:' .. id
local stored = redis.call('HMGET', entry, 'state', 'version')
if not stored[1] then return 'gone' end
if stored[1] == 'pending' then return 'pending' end
if (stored[2] or '0') ~= version then return 'changed' end
redis.call('HSET', entry, 'progress', progress, 'reread', '1', 'claims', '0')
makeDue(id, now)
setState(id, 'pending')
return 'ok'
`

/** Removes entries with all that is known of them. ARGV: endpoint, then ids; those of another endpoint are left alone. Answers how many. */
export const erase: string = `
local removed = 0
for at = 2, #ARGV do
  local about = redis.call('HGET', base .. 'e:' .. ARGV[at], 'about')
  if about and cjson.decode(about).endpoint == ARGV[1] then removed = removed + remove(ARGV[at]) end
end
return removed
`

/**
 * Retention, a batch of it. ARGV: the time of receipt up to which bodies go, the same for ids, the size of a batch.
 * Answers how many entries it changed.
 */
export const prune: string = `
local changed = 0
for _, state in ipairs({ 'done', 'stale' }) do
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. 's:' .. state, '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
    changed = changed + remove(id)
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. 'bodies', '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local entry = base .. 'e:' .. id
  for number = 0, tonumber(redis.call('HGET', entry, 'revision') or 0) do
    redis.call('HDEL', entry, 'd' .. number, 'b' .. number)
  end
  redis.call('HDEL', entry, 'event', 'checksums')
  redis.call('ZREM', base .. 'bodies', id)
  changed = changed + 1
end
return changed
`
