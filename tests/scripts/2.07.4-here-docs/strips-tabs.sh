# posix: XCU 2.7.4
# status: 0

cat <<-END
	one
		two
	END
echo after
