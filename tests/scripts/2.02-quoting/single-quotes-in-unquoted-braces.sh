# posix: XCU 2.2.2
# status: 0

unset u
x=val
printf '<%s>\n' ${u-'$x'} ${u-'a b'} ${u-'}'} ${u-"}"} ${u-\}} ${u-a' 'b} ${u-''}
