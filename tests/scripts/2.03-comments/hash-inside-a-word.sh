# posix: XCU 2.3
# status: 0

echo a#b
echo 'a # b' "c # d" \# e
