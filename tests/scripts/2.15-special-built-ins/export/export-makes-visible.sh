# posix: XCU 2.15 export
# status: 0

x=1
sh -c 'echo "[$x]"'
export x
sh -c 'echo "[$x]"'
export y=2 z=3
sh -c 'echo "$y$z"'
