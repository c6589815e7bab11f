# posix: XCU 2.15 export
# status: 0

export v=1
v=2
sh -c 'echo $v'
