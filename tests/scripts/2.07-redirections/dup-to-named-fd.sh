# posix: XCU 2.7.6
# status: 0

exec 3> f
echo one >&3
echo two >&3
exec 3>&-
cat f
