-- Asks the paths of a file, a line each, one after the other.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do
  paths[#paths + 1] = line
end
local last = 0

request = function()
  last = last % #paths + 1
  return wrk.format("GET", paths[last])
end
