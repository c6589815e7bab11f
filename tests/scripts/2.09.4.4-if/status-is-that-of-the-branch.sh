# posix: XCU 2.9.4.4
# status: 4

if true; then (exit 3); fi; echo $?
if false; then :; else (exit 4); fi
