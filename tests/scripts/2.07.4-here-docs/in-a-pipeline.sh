# posix: XCU 2.7.4
# status: 0

cat <<END | tr a-z A-Z
text
END
