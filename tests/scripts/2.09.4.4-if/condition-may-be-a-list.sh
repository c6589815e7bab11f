# posix: XCU 2.9.4.4
# status: 0

if false; true; then echo last-decides; fi
if true; false; then echo never; else echo last-again; fi
