-- POST of a random 300-byte entry, or of an empty body if `empty` is given as argument.
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
