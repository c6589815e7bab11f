# posix: XCU 2.6.1
# status: 0

HOME=/
echo ~ ~/ ~/x
HOME=/home/
echo ~/x
