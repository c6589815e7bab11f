# posix: XCU 2.2.3
# status: 0

printf '<%s>\n' "\a\n\0\'\!\*\?\{\}\ \	\;" "\$HOME" "\`echo\`" "\"" "\\" "\\\\" "a\
b"
