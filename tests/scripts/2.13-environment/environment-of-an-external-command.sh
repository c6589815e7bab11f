# posix: XCU 2.13
# status: 0

inner=1
export outer=2
sh -c 'echo "[$inner] [$outer]"'
