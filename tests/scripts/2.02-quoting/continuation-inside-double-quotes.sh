# posix: XCU 2.2.3
# status: 0

echo "one \
two"
