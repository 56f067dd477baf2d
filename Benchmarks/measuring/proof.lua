-- GET of inclusion proofs of random entries in the tree of the size that is given as argument.
local size, prefix

function init(args)
    size = tonumber(args[1])
    prefix = wrk.path .. "/" .. args[1] .. "/"
    math.randomseed(os.time())
end

function request()
    return wrk.format("GET", prefix .. string.format("%d", math.random(0, size - 1)))
end
