# posix: XCU 2.9.1
# status: 0

a='one   two'
b=$a
echo "$b"
