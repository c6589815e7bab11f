# posix: XCU 2.15 unset
# status: 0

export x=1
unset x
sh -c 'echo "[${x-gone}]"'
