# posix: XCU 2.9.2
# status: 0

echo data | tee copy | tr a-z A-Z
cat copy
