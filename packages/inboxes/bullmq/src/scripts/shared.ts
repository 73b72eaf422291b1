/**
 * What the scripts share. All keys begin with KEYS[1]:
 *   e:ID    hash, the entry: the truth about its state, its progress and its event, and the key that tells a copy from news; the fields d0 and b0
 *           are its first delivery, as JSON and as the exact bytes, and d1 and b1 what was attached first: as many as \`revision\` counts
 *   all     sorted set of all ids by time of receipt; s:STATE the same of one state; bodies the same of finished ones that have content
 *   due     sorted set of the ids that wait and may be taken, by due time
 *   run     sorted set of the ids that are worked on, by the end of their lease; the field `owner` says by whom
 *   locks   hash, from a job to the id of it that is worked on
 *   park:JOB  sorted set of ids that became due while another of their job is worked on, by due time
 *   of:JOBID  sorted set of the ids of what a service calls one job, by rank
 *   workers   sorted set of the processes that work, by the time until which they are believed to live
 * Times are milliseconds since 1970. A missing value is an empty argument.
 */
export const shared: string = `
local base = KEYS[1]

-- Among those due in one millisecond the first come is the first taken. Plain tostring() would round what comes behind the point.
local function placeOf(at, turn)
  return string.format('%.17g', at + turn % 4096 / 4096)
end

local function makeDue(id, at)
  redis.call('ZADD', base .. 'due', placeOf(at, redis.call('INCR', base .. 'turn')), id)
  redis.call('HSET', base .. 'e:' .. id, 'dueAt', at)
end

-- Every change counts, so that what was decided on an older state is noticed.
local function setState(id, state)
  local entry = base .. 'e:' .. id
  local old = redis.call('HGET', entry, 'state')
  redis.call('HINCRBY', entry, 'version', 1)
  if old == state then return end
  local received = redis.call('ZSCORE', base .. 'all', id)
  redis.call('ZREM', base .. 's:' .. old, id)
  redis.call('ZADD', base .. 's:' .. state, received, id)
  redis.call('HSET', entry, 'state', state)
  if state == 'done' and redis.call('HEXISTS', entry, 'd0') == 1 then
    redis.call('ZADD', base .. 'bodies', received, id)
  else
    redis.call('ZREM', base .. 'bodies', id)
  end
end

-- One of those that wait for a job is enough: when it is done the next one comes. Tells how many that is.
local function unpark(job)
  local first = redis.call('ZRANGE', base .. 'park:' .. job, 0, 0, 'WITHSCORES')
  if #first == 0 then return 0 end
  redis.call('ZREM', base .. 'park:' .. job, first[1])
  redis.call('ZADD', base .. 'due', first[2], first[1])
  return 1
end

-- Ends the work on an entry; another of its job may be taken.
local function release(id)
  local entry = base .. 'e:' .. id
  local job = redis.call('HGET', entry, 'job')
  redis.call('ZREM', base .. 'run', id)
  redis.call('HDEL', entry, 'owner')
  if not job or redis.call('HGET', base .. 'locks', job) ~= id then return 0 end
  redis.call('HDEL', base .. 'locks', job)
  return unpark(job)
end

-- Processes that ended while they worked give back what they had when their lease is over.
local function takeBack(now)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. 'run', '-inf', now, 'LIMIT', 0, 100)) do
    local at = redis.call('HGET', base .. 'e:' .. id, 'dueAt')
    release(id)
    makeDue(id, at)
  end
end

local function remove(id)
  local entry = base .. 'e:' .. id
  local state, job, about = unpack(redis.call('HMGET', entry, 'state', 'job', 'about'))
  if not state then return 0 end
  release(id)
  for _, name in ipairs({ 'all', 's:' .. state, 'due', 'bodies' }) do redis.call('ZREM', base .. name, id) end
  if job then
    redis.call('ZREM', base .. 'park:' .. job, id)
    if redis.call('HEXISTS', base .. 'locks', job) == 0 then unpark(job) end
  end
  local called = cjson.decode(about).jobId or job
  if called then redis.call('ZREM', base .. 'of:' .. called, id) end
  redis.call('DEL', entry)
  return 1
end
`
