# posix: XCU 2.6.1
# status: 0
HOME=/home
printf '[%s]\n' ${a=~} "${b=~}" "$a" "$b" "${c-~}" ${c-~}
