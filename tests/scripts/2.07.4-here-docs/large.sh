# posix: XCU 2.7.4
# status: 0

x=$(head -c 150000 /dev/zero | tr '\0' a)
cat <<END | wc -c | tr -d ' '
$x
END
