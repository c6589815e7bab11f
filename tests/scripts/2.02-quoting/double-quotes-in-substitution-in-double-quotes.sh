# posix: XCU 2.2.3
# status: 0

x="a  b"
printf '<%s>\n' "$(printf '<%s>' "$x" "y")" "$(echo "$(echo "$(echo "deep  one")")")"
