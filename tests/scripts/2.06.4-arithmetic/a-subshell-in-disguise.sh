# posix: XCU 2.6.4
# status: 0
# compare: no dash takes every $(( for an arithmetic expansion

echo $((echo hi) ) $( (echo there))
x=$((echo a; echo b) | wc -l); echo $((x))
