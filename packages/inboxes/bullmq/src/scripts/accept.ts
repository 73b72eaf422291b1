/**
 * Stores deliveries with their entries, each all or nothing. One call stores many, because what a call costs is mostly that it is one; for
 * the same reason new entries go into each sorted set together, at the end.
 * An entry that more is to be attached to needs both events put together, which only the core can do: then nothing of its delivery is
 * stored and the answer is 'merge' and, for each such entry, its number, its event, version, progress and first delivery. The caller comes
 * again with what it made of them, and if the entry changed meanwhile the answer is the same once more.
 * ARGV: how many entries there are, and for each delivery how many arguments it has first: now, receivedMs, checksum, delivery as JSON, body,
 * and for each entry: id, about, event, reason, what the service calls its job, job, rank, '1' if a later phase makes it stale, and the version
 * of the attached one, and if it has one then its event, type and progress. Few are better than many: each costs both sides time.
 * Answers for each delivery 'ok' and what became of each entry, or 'merge' and six values for each that lacks them.
 */
export const accept: string = `
local turn = redis.call('INCRBY', base .. 'turn', ARGV[1]) - ARGV[1]
local added = {}

local function put(name, score, id)
  local members = added[name] or {}
  added[name] = members
  members[#members + 1] = score
  members[#members + 1] = id
end

local function putAll()
  for name, members in pairs(added) do
    for first = 1, #members, 1000 do
      redis.call('ZADD', base .. name, unpack(members, first, math.min(first + 999, #members)))
    end
  end
end

-- True if a later phase of the job is stored.
local function isOvertaken(called, job, rank)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. 'of:' .. called, '(' .. rank, '+inf')) do
    if redis.call('HGET', base .. 'e:' .. id, 'job') == job then return true end
  end
  return false
end

local function append(fields, name, value)
  if value == '' then return end
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end

local function add(one, parcel)
  local id, about, event, reason, called, job, rank, late = unpack(ARGV, one.at, one.at + 7)
  local state = 'quarantined'
  if event ~= '' then state = 'pending' end
  if late == '1' and job ~= '' and isOvertaken(called, job, rank) then state = 'stale' end
  local fields = { 'state', state, 'dueAt', parcel.now, 'about', about, 'd0', parcel.delivery, 'b0', parcel.body }
  append(fields, 'event', event)
  append(fields, 'job', job)
  append(fields, 'reason', reason)
  redis.call('HSET', one.key, unpack(fields))
  put('all', parcel.receivedMs, id)
  put('s:' .. state, parcel.receivedMs, id)
  if called ~= '' then redis.call('ZADD', base .. 'of:' .. called, rank, id) end
  if state == 'pending' then
    turn = turn + 1
    put('due', placeOf(parcel.now, turn), id)
  end
  if state ~= 'stale' then return 'accepted' end
  put('bodies', parcel.receivedMs, id)
  return 'stale'
end

local function attach(one, parcel)
  local id, entry, known = one.id, one.key, one.known
  local event, kind, progress = unpack(ARGV, one.at + 9, one.at + 11)
  local number = redis.call('HINCRBY', entry, 'revision', 1)
  redis.call('HSET', entry, 'event', event, 'type', kind, 'checksums', (known[3] or '') .. parcel.checksum)
  redis.call('HSET', entry, 'd' .. number, parcel.delivery, 'b' .. number, parcel.body)
  if known[1] == 'dead' then
    redis.call('HSET', entry, 'progress', progress)
    redis.call('HDEL', entry, 'reason')
    makeDue(id, parcel.now)
    setState(id, 'pending')
    return
  end
  redis.call('HINCRBY', entry, 'version', 1)
  if known[1] ~= 'pending' or known[6] then return end
  if known[7] and redis.call('ZSCORE', base .. 'park:' .. known[7], id) then
    redis.call('ZADD', base .. 'park:' .. known[7], parcel.now, id)
    redis.call('HSET', entry, 'dueAt', parcel.now)
  else
    makeDue(id, parcel.now)
  end
end

-- What is stored already of the entry whose arguments begin there.
local function look(at, checksum)
  local key = base .. 'e:' .. ARGV[at]
  local one = { at = at, id = ARGV[at], key = key, version = ARGV[at + 8] }
  -- Most are new, and of those nothing else has to be asked.
  if not redis.call('HGET', key, 'state') then return one end
  local known = redis.call('HMGET', key, 'state', 'event', 'checksums', 'version', 'progress', 'owner', 'job', 'd0')
  one.known = known
  one.copy = ARGV[at + 2] == '' or not known[2]
    or string.find(known[8], checksum, 1, true) or string.find(known[3] or '', checksum, 1, true)
  return one
end

local function accept(first, last)
  local now, receivedMs, checksum, delivery, body = unpack(ARGV, first, first + 4)
  local parcel = { now = now, receivedMs = receivedMs, checksum = checksum, delivery = delivery, body = body }
  local entries, merge = {}, { 'merge' }
  local at = first + 5
  while at <= last do
    local one = look(at, checksum)
    local known = one.known
    if known and not one.copy and (known[4] or '0') ~= one.version then
      local stored = { tostring(#entries), known[2], known[4] or '0', known[5] or '', known[8], redis.call('HGET', one.key, 'b0') }
      for _, value in ipairs(stored) do table.insert(merge, value) end
    end
    table.insert(entries, one)
    at = at + 9
    if one.version ~= '' then at = at + 3 end
  end
  if #merge > 1 then return merge end

  local answer, seen = { 'ok' }, {}
  for _, one in ipairs(entries) do
    local outcome = 'duplicate'
    if not seen[one.id] then
      if not one.known then
        outcome = add(one, parcel)
      elseif not one.copy then
        attach(one, parcel)
        outcome = 'attached'
      end
    end
    seen[one.id] = true
    table.insert(answer, outcome)
  end
  return answer
end

local answers, first = {}, 2
while first <= #ARGV do
  local last = first + ARGV[first]
  table.insert(answers, accept(first + 1, last))
  first = last + 1
end
putAll()
return answers
`
