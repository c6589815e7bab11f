# posix: XCU 2.6.2
# status: 0

unset u
printf '<%s>' ${u-"a b" c}; echo
printf '<%s>' ${u-a "b c" d}; echo
printf '<%s>' ${u-a\ b}; echo
printf '<%s>' x${u-a b}y; echo
printf '<%s>' ${u+no}${u- a b }z; echo
