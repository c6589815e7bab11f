# posix: XCU 2.4
# status: 2
# parses: no it has } where a command is expected

echo { a; }
echo } b
echo {a,b} {1..3} a}b {
