# posix: XCU 2.6.1
# status: 0

HOME=/home/me
for i in ~ ~/x y~; do echo $i; done
