# posix: XCU 2.12
# status: 0

trap '' CHLD
(exit 3)
echo $?
sh -c 'exit 4'
echo $?
(exit 5) & wait $!
echo $?
x=$(exit 6)
echo $?
true | (exit 7)
echo $?
