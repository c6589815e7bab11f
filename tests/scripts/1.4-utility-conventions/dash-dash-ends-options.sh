# posix: XCU 1.4
# status: 0

printf -- '-%s-\n' x
cd -- .
echo $?
