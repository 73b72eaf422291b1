/**
 * Stores deliveries with their entries, each all or nothing. One call stores many, because what a call costs is mostly that it is one.
 * An entry that more is to be attached to needs both events put together, which only the core can do: then nothing of its delivery is
 * stored and the answer is 'merge' and, for each such entry, its number, its event, version and progress. The caller comes again with what it
 * made of them, and if the entry changed meanwhile the answer is the same once more.
 * ARGV: for each delivery, how many arguments it has first: now, receivedMs, checksum, delivery as JSON, body, and for each entry: id, '1' if it
 * has an event, what the service calls its job, job, rank, '1' if a later phase makes it stale, of the attached one version, event, type
 * and progress, and the fields of a new entry, how many arguments first.
 * Answers for each delivery 'ok' and what became of each entry, or 'merge' and four values for each that lacks them.
 */
export const accept: string = `
local function accept(first, last)
  local now, receivedMs, checksum, delivery, body = unpack(ARGV, first, first + 4)

  local entries, merge = {}, { 'merge' }
  local at = first + 5
  while at <= last do
    local id, hasEvent, merged = ARGV[at], ARGV[at + 1] == '1', ARGV[at + 6]
    local known = redis.call('HMGET', base .. 'e:' .. id, 'state', 'event', 'checksums', 'version', 'progress', 'owner', 'job', 'd0')
    local copy = not hasEvent or not known[2]
    if known[1] and not copy then
      copy = string.find(known[8], checksum, 1, true) or string.find(known[3] or '', checksum, 1, true)
      local version = known[4] or '0'
      if not copy and version ~= merged then
        for _, value in ipairs({ tostring(#entries), known[2], version, known[5] or '' }) do table.insert(merge, value) end
      end
    end
    table.insert(entries, { at = at, id = id, hasEvent = hasEvent, known = known, copy = copy })
    at = at + 11 + ARGV[at + 10]
  end
  if #merge > 1 then return merge end

  -- True if a later phase of the job is stored.
  local function isOvertaken(called, job, rank)
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. 'of:' .. called, '(' .. rank, '+inf')) do
      if redis.call('HGET', base .. 'e:' .. id, 'job') == job then return true end
    end
    return false
  end

  local function add(at, id, hasEvent)
    local called, job, rank = ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
    local state = hasEvent and 'pending' or 'quarantined'
    local late = job ~= '' and ARGV[at + 5] == '1'
    if late and isOvertaken(called, job, rank) then state = 'stale' end
    redis.call('HSET', base .. 'e:' .. id, 'state', state, 'd0', delivery, 'b0', body, unpack(ARGV, at + 11, at + 10 + ARGV[at + 10]))
    redis.call('ZADD', base .. 'all', receivedMs, id)
    redis.call('ZADD', base .. 's:' .. state, receivedMs, id)
    if called ~= '' then redis.call('ZADD', base .. 'of:' .. called, rank, id) end
    if state == 'pending' then queue(id, now) end
    if state ~= 'stale' then return 'accepted' end
    redis.call('ZADD', base .. 'bodies', receivedMs, id)
    return 'stale'
  end

  local function attach(at, id, known)
    local entry, event, kind, progress = base .. 'e:' .. id, ARGV[at + 7], ARGV[at + 8], ARGV[at + 9]
    local number = redis.call('HINCRBY', entry, 'revision', 1)
    redis.call('HSET', entry, 'event', event, 'type', kind, 'checksums', (known[3] or '') .. checksum)
    redis.call('HSET', entry, 'd' .. number, delivery, 'b' .. number, body)
    if known[1] == 'dead' then
      redis.call('HSET', entry, 'progress', progress)
      redis.call('HDEL', entry, 'reason')
      makeDue(id, now)
      setState(id, 'pending')
      return
    end
    redis.call('HINCRBY', entry, 'version', 1)
    if known[1] ~= 'pending' or known[6] then return end
    if known[7] and redis.call('ZSCORE', base .. 'park:' .. known[7], id) then
      redis.call('ZADD', base .. 'park:' .. known[7], now, id)
      redis.call('HSET', entry, 'dueAt', now)
    else
      makeDue(id, now)
    end
  end

  local answer, seen = { 'ok' }, {}
  for _, one in ipairs(entries) do
    local outcome = 'duplicate'
    if not seen[one.id] then
      if not one.known[1] then
        outcome = add(one.at, one.id, one.hasEvent)
      elseif not one.copy then
        attach(one.at, one.id, one.known)
        outcome = 'attached'
      end
    end
    seen[one.id] = true
    table.insert(answer, outcome)
  end
  return answer
end

local answers, first = {}, 1
while first <= #ARGV do
  local last = first + ARGV[first]
  table.insert(answers, accept(first + 1, last))
  first = last + 1
end
return answers
`
