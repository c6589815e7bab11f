# posix: XCU 2.2.3
# status: 0

printf '%s\n' "\$x \`a\` \"b\" \\ \a \' \*"
