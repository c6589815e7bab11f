# posix: XCU 2.2
# status: 0

echo 'a;b' "c|d" 'e&f' "g>h" \; \| \& \> \< \( \)
