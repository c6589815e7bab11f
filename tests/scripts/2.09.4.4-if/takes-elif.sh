# posix: XCU 2.9.4.4
# status: 0

if false; then echo a; elif true; then echo b; else echo c; fi
