# posix: XCU 2.6.2
# status: 0

echo ${!-none} ${$:+pid} ${?:+status} ${-:+flags}x ${#:+count} ${0:+name}
