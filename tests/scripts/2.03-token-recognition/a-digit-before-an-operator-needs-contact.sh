# posix: XCU 2.3
# status: 0

echo 2 >f; cat f
echo 2>f; cat f
echo a2>f; cat f
echo 1>f 2; cat f
echo '2'>f; cat f
echo \2>f; cat f
