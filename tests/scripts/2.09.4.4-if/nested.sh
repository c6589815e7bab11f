# posix: XCU 2.9.4.4
# status: 0

if true; then if false; then echo a; else echo b; fi; else echo c; fi
