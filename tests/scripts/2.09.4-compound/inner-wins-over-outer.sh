# posix: XCU 2.9.4
# status: 0

{ echo a; echo b > inner; echo c; } > outer
cat outer
echo --
cat inner
