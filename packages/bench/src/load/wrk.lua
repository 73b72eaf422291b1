-- Sends the bodies of a file in turn, again and again, from a given one on: `wrk -s wrk.lua <url> -- <file> <start>`.
-- The file holds "<length> <signature>\n<bytes>" for each.

local requests, nextRequest = {}, 0

function init(args)
  nextRequest = tonumber(args[2])
  local file = io.open(args[1], "rb")
  for line in file:lines() do
    local length, signature = line:match("^(%d+) (.+)$")
    requests[#requests + 1] = wrk.format("POST", nil, {
      ["content-type"] = "application/json",
      ["x-microsoftspeechservices-event"] = "TranscriptionCompletion",
      ["x-microsoftspeechservices-signature"] = signature,
    }, file:read(tonumber(length)))
  end
  file:close()
end

function request()
  nextRequest = nextRequest % #requests + 1
  return requests[nextRequest]
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
