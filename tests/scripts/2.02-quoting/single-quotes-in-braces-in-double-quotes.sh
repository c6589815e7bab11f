# posix: XCU 2.2.3
# status: 0

unset u
x=val
printf '<%s>\n' "${u-'$x'}" "${u-'a b'}" "${u:-it\'s}" "${u-''}"
