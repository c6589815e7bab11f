# posix: XCU 2.9.2
# status: 0

printf 'b\na\nb\n' | sort | uniq | tr a-z A-Z
