# posix: XCU 2.2.1
# status: 0

f(\
) \
{ echo f; }
f
g\
() { echo g; }
g
