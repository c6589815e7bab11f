# posix: XCU 2.2.1
# status: 0

v=value
echo ${\
v} ${v\
} ${v:\
-w} ${u:-\
w} ${#\
v} ${v#\
#v} ${v%%\
e}
