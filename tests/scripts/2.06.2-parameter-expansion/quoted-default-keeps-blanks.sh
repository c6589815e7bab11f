# posix: XCU 2.6.2
# status: 0

printf '<%s>' ${u-a b}; echo
printf '<%s>' "${u-a b}"; echo
printf '<%s>' ${u-"a b"}; echo
