# posix: XCU 2.7.4
# status: 0
cat <<-E
	a\
	b
	a\\
	b
	E
