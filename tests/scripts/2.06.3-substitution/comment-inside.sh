# posix: XCU 2.6.3
# status: 0

echo $(echo a # a comment with ) and '
)
