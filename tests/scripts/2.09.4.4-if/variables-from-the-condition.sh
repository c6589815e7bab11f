# posix: XCU 2.9.4.4
# status: 0

if x=$(echo set); then echo $x; fi
