# posix: XCU 2.13
# status: 0

x=seen
( echo $x )
