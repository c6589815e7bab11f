# posix: XCU 2.7.4
# status: 0

x=value
cat <<'END'
$x $(echo sub) \$x
END
