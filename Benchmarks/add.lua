-- POST of a random 300-byte entry, or of an empty body if `empty` is given as argument. Prints one
-- line of JSON at the end.
local size, windows = 300, 65536
local pool, position, isEmpty

function init(args)
    isEmpty = args[1] == "empty"
    math.randomseed(os.time())
    local bytes = {}
    for i = 1, windows + size do bytes[i] = string.char(math.random(0, 255)) end
    pool = table.concat(bytes)
    position = 0
end

function request()
    if isEmpty then return wrk.format("POST", nil, nil, "") end
    position = (position + 7919) % windows
    return wrk.format("POST", nil, nil, pool:sub(position + 1, position + size))
end

function done(summary, latency)
    local errors = summary.errors
    print(string.format(
        '{"requests":%d,"seconds":%.3f,"p50":%.3f,"p99":%.3f,"refused":%d,"broken":%d}',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
        latency:percentile(99) / 1e3, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
