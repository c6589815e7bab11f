# posix: XCU 2.2.1
# status: 0

printf '%s\n' \$x \"a\" \'b\' \\ \a \* a\ b
