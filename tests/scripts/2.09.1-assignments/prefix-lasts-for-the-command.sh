# posix: XCU 2.9.1
# status: 0

x=outer
x=inner sh -c 'echo $x'
echo $x
