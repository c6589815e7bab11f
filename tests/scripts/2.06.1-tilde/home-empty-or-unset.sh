# posix: XCU 2.6.1
# status: 0
# compare: no dash makes no field of an empty home; POSIX treats the result as quoted

HOME=
printf '<%s>' ~ ~/x; echo
x=~; echo "[$x]"
