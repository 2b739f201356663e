-- Posts the file of the first argument again and again, each time as another version: `0.0.424242` in it becomes
-- `<second argument>.0.<count>`. The third argument is the publish token.
dofile((debug.getinfo(1, 'S').source:sub(2)):gsub('publish%.lua$', 'get.lua'))

local parts = {}
local round
local count = 0

function init(args)
  local file = assert(io.open(args[1], 'rb'))
  local body = file:read('*a')
  file:close()
  round = args[2]
  wrk.method = 'POST'
  wrk.headers['Content-Type'] = 'application/json'
  wrk.headers['Authorization'] = 'Bearer ' .. args[3]
  local from = 1
  while true do
    local first, last = body:find('0.0.424242', from, true)
    parts[#parts + 1] = body:sub(from, (first or 0) - 1)
    if not first then break end
    from = last + 1
  end
end

function request()
  count = count + 1
  return wrk.format(nil, nil, nil, table.concat(parts, round .. '.0.' .. count))
end
