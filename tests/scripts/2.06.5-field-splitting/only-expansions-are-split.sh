# posix: XCU 2.6.5
# status: 0

IFS=o
echo foo
x=foo
echo $x
