# posix: XCU 2.9.1
# status: 0

> f echo one two
cat f
echo three > f four
cat f
< f cat
