# posix: XCU 2.6.2
# status: 0

unset u; x=ab
cat <<E
${u-it's} ${u-"q"} ${x#a} ${u:-\$x} ${u:-a}b}
E
