# posix: XCU 2.9.4.4
# status: 0

if echo needle | grep -q needle; then echo found; fi
if ! echo hay | grep -q needle; then echo none; fi
