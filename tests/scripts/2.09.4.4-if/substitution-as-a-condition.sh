# posix: XCU 2.9.4.4
# status: 0

if [ "$(echo yes)" = yes ]; then echo same; fi
[ -n "$(echo)" ] || echo nothing-left
