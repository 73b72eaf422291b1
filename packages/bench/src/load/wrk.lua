-- Sends bodies in turn, again and again, from a given one on: `wrk -s wrk.lua <url> -- <file> <start>`.
-- The file holds the length of what all bodies begin with, that, and "<rest of the body> <signature>" for each.

local before, head, tails, signatures, nextBody = nil, nil, {}, {}, 0

function init(args)
  nextBody = tonumber(args[2])
  local file = io.open(args[1], "rb")
  local length = tonumber(file:read("*l"))
  head = file:read(length)
  for line in file:lines() do
    local tail, signature = line:match("^(.+) (.+)$")
    tails[#tails + 1], signatures[#signatures + 1] = tail, signature
  end
  file:close()
  before = table.concat({
    "POST " .. wrk.path .. " HTTP/1.1",
    "host: " .. wrk.headers["Host"],
    "content-type: application/json",
    "content-length: " .. #head + #tails[1],
    "x-microsoftspeechservices-event: TranscriptionCompletion",
    "x-microsoftspeechservices-signature: ",
  }, "\r\n")
end

function request()
  nextBody = nextBody % #tails + 1
  return before .. signatures[nextBody] .. "\r\n\r\n" .. head .. tails[nextBody]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "RESULT %d %d %d %d\n",
    summary.requests - errors.status,
    summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(99)
  ))
end
