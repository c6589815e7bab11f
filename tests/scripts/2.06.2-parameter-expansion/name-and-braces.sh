# posix: XCU 2.6.2
# status: 0

a=1 ab=2
echo $a $ab ${a}b ${ab} $a-b
