# posix: XCU 2.6.3
# status: 0

x=$(sh -c 'echo late' & wait; echo end); echo $x
x=$( { echo quick; } & ); echo $x
