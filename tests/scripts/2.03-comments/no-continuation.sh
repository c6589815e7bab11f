# posix: XCU 2.3
# status: 0

# this backslash does not continue \
echo ran
