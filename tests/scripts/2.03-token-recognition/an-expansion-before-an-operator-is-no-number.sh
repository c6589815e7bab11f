# posix: XCU 2.3
# status: 0

n=2
echo $n>f; cat f
echo ""2>f; cat f
echo 2$e>f; cat f
