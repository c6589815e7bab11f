# posix: XCU 2.6.3
# status: 0

echo $(( $(echo 2) * $(echo 3) + `echo 4` )) "$(echo $((1 + $(echo 5))))"
