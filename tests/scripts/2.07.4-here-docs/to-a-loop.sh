# posix: XCU 2.7.4
# status: 0

while read a; do echo "<$a>"; done <<END
one
two
END
