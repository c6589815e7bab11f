# posix: XCU 2.9.1
# status: 0

x=
y=''
echo "[$x][$y][${x-unset}][${z-unset}]"
