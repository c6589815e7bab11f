# posix: XCU 2.3
# status: 0

echo a;# comment
true &&# comment
echo b
(# comment
echo c)
