# posix: XCU 2.7.4
# status: 0

cat <<END
END
echo after
