# posix: XCU 2.6.4
# status: 0

IFS=1
printf '<%s>' $((212)) "$((212))" x$((3))y; echo
