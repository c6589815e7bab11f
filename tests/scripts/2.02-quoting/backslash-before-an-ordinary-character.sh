# posix: XCU 2.2.1
# status: 0

printf '<%s>\n' \a\b\n \0 \xff
e\cho one
\echo two
