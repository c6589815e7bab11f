# posix: XCU 2.4
# status: 2

echo { a; }
echo } b
echo {a,b} {1..3} a}b {
