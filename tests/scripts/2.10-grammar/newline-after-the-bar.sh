# posix: XCU 2.10.2
# status: 0

echo a |

# a comment
cat |
cat
