# posix: XCU 2.6.2
# status: 2

unset u
echo before
echo ${u:?gone}
echo after
