# posix: XCU 2.14.3
# status: 0

echo *.none no?file [xyz]
