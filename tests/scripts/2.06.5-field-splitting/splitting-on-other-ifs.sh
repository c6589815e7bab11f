# posix: XCU 2.6.5
# status: 0

IFS=:
x=a:b::c:
printf '<%s>' $x; echo
x=:a
printf '<%s>' $x; echo
