# posix: XCU 2.6.1
# status: 0

HOME=/home/me
echo ~ ~/ ~/x ~//y ~/a~b ~/~
