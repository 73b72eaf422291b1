/**
 * Takes the entry that is due longest and whose job nobody works on. ARGV: now, end of the lease, token of the owner.
 * An entry whose job is locked is parked, so that no other look finds it again; `release` brings back one of them.
 * Answers nothing, or id, about, event, progress, reread, claims, revision, and the first delivery.
 */
export const claim: string = `
local now, leaseEnd, token = ARGV[1], ARGV[2], ARGV[3]
takeBack(now)
while true do
  local first = redis.call('ZRANGEBYSCORE', base .. 'due', '-inf', '(' .. (now + 1), 'WITHSCORES', 'LIMIT', 0, 1)
  local id, score = first[1], first[2]
  if not id then return false end
  local entry = base .. 'e:' .. id
  local job = redis.call('HGET', entry, 'job')
  redis.call('ZREM', base .. 'due', id)
  if job and redis.call('HEXISTS', base .. 'locks', job) == 1 then
    redis.call('ZADD', base .. 'park:' .. job, score, id)
  else
    if job then redis.call('HSET', base .. 'locks', job, id) end
    redis.call('ZADD', base .. 'run', leaseEnd, id)
    redis.call('HSET', entry, 'owner', token)
    redis.call('HINCRBY', entry, 'claims', 1)
    local found = redis.call('HMGET', entry, 'about', 'event', 'progress', 'reread', 'claims', 'revision', 'd0', 'b0')
    table.insert(found, 1, id)
    return found
  end
end
`

/** Keeps entries for those that still own them. ARGV: end of the lease, then id and token by turns. */
export const renew: string = `
for at = 2, #ARGV, 2 do
  if redis.call('HGET', base .. 'e:' .. ARGV[at], 'owner') == ARGV[at + 1] then
    redis.call('ZADD', base .. 'run', 'XX', ARGV[1], ARGV[at])
  end
end
return 1
`

/**
 * Stores what became of an entry and gives it back. ARGV: id, token, state, dueAt, progress, reason, event, type, revision that the event
 * is made of. Answers 'lost' if the entry was erased or is another's by now; 'merge', event, revision and the first delivery if more was
 * attached; else 'ok' and 1 if another entry of the job may be taken now.
 */
export const settle: string = `
local id, token, state, dueAt, progress, reason = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local event, kind, revision = ARGV[7], ARGV[8], ARGV[9]
local entry = base .. 'e:' .. id
local stored = redis.call('HMGET', entry, 'owner', 'event', 'revision')
if stored[1] ~= token then return { 'lost' } end
if event ~= '' then
  if stored[2] and (stored[3] or '0') ~= revision then
    local first = redis.call('HMGET', entry, 'd0', 'b0')
    return { 'merge', stored[2], stored[3], first[1] or '', first[2] or '' }
  end
  redis.call('HSET', entry, 'event', event, 'type', kind)
end
redis.call('HSET', entry, 'progress', progress, 'claims', '0')
redis.call('HDEL', entry, 'reason')
if state ~= 'pending' or event ~= '' then redis.call('HDEL', entry, 'reread') end
if reason ~= '' then redis.call('HSET', entry, 'reason', reason) end
local freed = release(id)
if state == 'pending' then makeDue(id, dueAt) end
setState(id, state)
return { 'ok', freed }
`

/**
 * What a worker does now and then. KEYS[2] and KEYS[3]: BullMQ's lists of waiting jobs. ARGV: now, the worker, and until when it is believed
 * to live. Takes back what the dead had; answers how many entries can be taken and how many BullMQ jobs wait to do it.
 */
export const look: string = `
redis.call('ZREMRANGEBYSCORE', base .. 'workers', '-inf', ARGV[1])
redis.call('ZADD', base .. 'workers', ARGV[3], ARGV[2])
takeBack(ARGV[1])
local due = redis.call('ZCOUNT', base .. 'due', '-inf', '(' .. (ARGV[1] + 1))
return { due, redis.call('LLEN', KEYS[2]) + redis.call('LLEN', KEYS[3]) }
`
