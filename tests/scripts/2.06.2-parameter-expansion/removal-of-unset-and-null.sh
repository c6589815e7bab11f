# posix: XCU 2.6.2
# status: 0

unset u; n=
printf '<%s>' "${u#x}" "${n%x}" ${u##*} ; echo
