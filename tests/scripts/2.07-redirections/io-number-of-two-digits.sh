# posix: XCU 2.7
# status: 0
# compare: no dash knows io numbers of one digit only

echo 12>f; cat f
echo text 12>f >&12; cat f
