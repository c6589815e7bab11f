# posix: XCU 2.3
# status: 0

# a comment
echo one # the rest
echo two #
   # indented
