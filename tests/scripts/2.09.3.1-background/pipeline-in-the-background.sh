# posix: XCU 2.9.3.1
# status: 0

echo a | tr a b > f &
wait $!
echo $?
cat f
