# posix: XCU 2.6.2
# status: 0

unset u
printf '<%s>' "${u:-a "b c" d}"; echo
printf '<%s>' ${u:-"a b" "c d"}; echo
printf '<%s>' "${u:-\"x\"}" "${u:-\$y}" "${u:-\a}" ${u:-\$y}; echo
