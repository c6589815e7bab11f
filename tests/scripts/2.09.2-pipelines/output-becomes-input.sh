# posix: XCU 2.9.2
# status: 0

printf 'b\na\nc\n' | sort
